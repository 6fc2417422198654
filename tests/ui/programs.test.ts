import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openToolchains } from './window'

async function openPrograms(options?: Parameters<typeof openToolchains>[0]) {
  const opened = await openToolchains(options)
  await opened.user.click(screen.getByRole('tab', { name: /Installed programs/ }))
  return opened
}

const rows = () =>
  within(screen.getByRole('treegrid', { name: 'Installed programs' }))
    .getAllByRole('row')
    .slice(1)

const row = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name} `) })

test('a program says what it is, who built it and whether its name finds it', async () => {
  await openPrograms()
  await screen.findByRole('treegrid', { name: 'Installed programs' })
  expect(row('gofumpt')).toHaveTextContent(
    /mvdan.cc\/gofumpt.*v0.8.0.*go1.25.5.*older Go.*found first.*6.1 MB/,
  )
  expect(row('gopls')).toHaveTextContent('hidden by')
  expect(within(row('gopls')).getAllByRole('button', { name: 'Open /usr/bin/gopls' })[0]).toBeVisible()
  expect(within(row('deploy')).queryByRole('button', { name: /Rebuild/ })).toBeNull()
  expect(screen.getByText('not on PATH')).toBeVisible()
})

test('the tab counts them, and they are read only once somebody looks', async () => {
  const { user, fake } = await openPrograms()
  expect(await screen.findByRole('tab', { name: 'Installed programs 13' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  expect(calls(fake, 'sdk_programs')).toHaveLength(1)
  screen.getByRole('tab', { name: 'Installed programs 13' }).focus()
  await user.keyboard('{ArrowLeft}')
  expect(screen.getByRole('tab', { name: /On this machine/ })).toHaveFocus()
  expect(screen.getByRole('treegrid', { name: 'Toolchains on this machine' })).toBeVisible()
})

test('a search and a filter narrow the list; Ctrl F reaches the search', async () => {
  const { user } = await openPrograms()
  await screen.findByRole('treegrid', { name: 'Installed programs' })
  await user.keyboard('{Control>}f{/Control}')
  const search = screen.getByRole('searchbox', { name: 'Search the programs' })
  await waitFor(() => expect(search).toHaveFocus())
  await user.keyboard('golang.org tools')
  expect(rows().map((r) => r.textContent.trim().split(/\s/)[0])).toEqual(['goimports', 'gopls'])
  await user.keyboard('{Escape}')
  expect(rows()).toHaveLength(13)
  await user.click(screen.getByRole('button', { name: /^Show: All/ }))
  await user.click(screen.getByRole('option', { name: /^Built by an older Go/ }))
  expect(rows()).toHaveLength(6)
  await user.type(search, 'nothing')
  expect(screen.getByText('No program matches')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Show all' }).at(-1)!)
  expect(rows()).toHaveLength(13)
})

test('a program is rebuilt, and is no longer marked', async () => {
  const { user, fake } = await openPrograms()
  await user.click(await screen.findByRole('button', { name: 'Rebuild gofumpt' }))
  expect(await screen.findByRole('progressbar', { name: 'Rebuilding gofumpt' })).toBeVisible()
  fake.jobs.finish(1)
  await waitFor(() => expect(row('gofumpt')).not.toHaveTextContent('older Go'))
})

test('removing says how to get it back, and asks', async () => {
  const { user } = await openPrograms()
  await screen.findByRole('treegrid', { name: 'Installed programs' })
  row('gofumpt').focus()
  await user.keyboard('{Delete}')
  const dialog = await screen.findByRole('dialog', { name: 'Remove gofumpt' })
  expect(dialog).toHaveTextContent('go install mvdan.cc/gofumpt@v0.8.0 brings it back.')
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus())
  await user.click(within(dialog).getByRole('button', { name: 'Remove the program' }))
  await waitFor(() => expect(screen.queryByRole('row', { name: /^gofumpt / })).toBeNull())
  expect(screen.getByText('gofumpt is removed')).toBeVisible()
})

test('what cannot be removed says why, in the dialog', async () => {
  const { user, fake } = await openPrograms()
  await user.click(await screen.findByRole('button', { name: 'Remove air…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Remove air' })
  fake.failNext('sdk_remove_program')
  await user.click(within(dialog).getByRole('button', { name: 'Remove the program' }))
  expect(await within(dialog).findByText('It does not work just now')).toBeVisible()
})

test('without programs it says what would be here; an unreadable list is read again', async () => {
  const { user, fake } = await openToolchains({ scenario: 'empty', fail: 'sdk_programs' })
  await user.click(screen.getByRole('tab', { name: /Installed programs/ }))
  expect(await screen.findByText('The programs could not be listed')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('No program is installed')).toBeVisible()
  expect(calls(fake, 'sdk_programs')).toHaveLength(2)
})

test('four hundred programs are listed and walked', async () => {
  const { user } = await openPrograms({ scenario: 'many' })
  await screen.findByRole('treegrid', { name: 'Installed programs' })
  expect(rows()).toHaveLength(400)
  rows()[0]!.focus()
  await user.keyboard('{End}')
  await waitFor(() => expect(rows().at(-1)).toHaveFocus())
})

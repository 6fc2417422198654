import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openProxies } from './window'

async function compared() {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Find the fastest…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Which module proxy serves you best?' })
  await user.click(within(dialog).getByRole('button', { name: 'Compare' }))
  await waitFor(() => expect(fake.jobs.jobs[0]?.kind).toBe('bench'))
  const id = fake.jobs.jobs[0]?.id ?? 0
  return { user, fake, dialog, id }
}

test('rows come one after the other, then the advice with its reason', async () => {
  const { fake, dialog, id } = await compared()
  expect(calls(fake, 'proxy_bench')[0]?.args).toEqual({ wish: { urls: [], only: false } })
  expect(await within(dialog).findAllByText('waiting…')).toHaveLength(5)
  fake.jobs.step(id, 0.5)
  await waitFor(() => expect(within(dialog).getAllByText('waiting…').length).toBeLessThan(5))
  expect(within(dialog).queryByText(/^Take/)).toBeNull()
  fake.jobs.finish(id)
  expect(await within(dialog).findByText(/^Take https:\/\/goproxy\.cn: .* 8\.6 times as fast/)).toBeVisible()
  expect(within(dialog).getByText(/is faster, but lacks 2 of 20/)).toBeVisible()
  expect(
    within(dialog).getByText(/private/i, { selector: 'p.small:last-of-type *, p.small:last-of-type' }),
  ).toBeVisible()
  const best = within(dialog).getByRole('row', { name: /goproxy\.cn/ })
  expect(best).toHaveTextContent(/recommended.*20\/20.*48 ms.*82 ms.*6\.1 MB\/s.*newest.*yes.*yes/)
  expect(within(dialog).getByRole('row', { name: /athens/ })).toHaveTextContent('refuses the connection')
})

test('one click keeps the recommended one as a profile, and nothing is switched', async () => {
  const { user, fake, dialog, id } = await compared()
  const before = fake.world.text
  fake.jobs.finish(id)
  const name = await within(dialog).findByRole('textbox', { name: 'Name of the profile' })
  await waitFor(() => expect(name).toHaveValue('goproxy.cn (bench)'))
  await user.clear(name)
  await user.type(name, 'Fast')
  await user.click(within(dialog).getByRole('button', { name: 'Keep as a profile' }))
  expect(await within(dialog).findByText('“Fast” is kept.')).toBeVisible()
  expect(fake.world.text).toBe(before)
  await user.click(within(dialog).getAllByRole('button', { name: 'Close' })[0]!)
  expect(await screen.findByRole('radio', { name: /^Fast/ })).toBeVisible()
})

test('it can be stopped, and what is no server is turned down', async () => {
  const { user, fake, dialog } = await compared()
  await user.click(await within(dialog).findByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(calls(fake, 'job_cancel')).toHaveLength(1))
  expect(await within(dialog).findByRole('button', { name: 'Compare again' })).toBeVisible()
  await user.type(within(dialog).getByRole('textbox', { name: 'Compare also' }), 'direct')
  await user.click(within(dialog).getByRole('checkbox', { name: 'just these' }))
  await user.click(within(dialog).getByRole('button', { name: 'Compare again' }))
  expect(await within(dialog).findByText('direct is no server that could be compared.')).toBeVisible()
})

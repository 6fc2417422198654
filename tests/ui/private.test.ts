import { screen, waitFor, within } from '@testing-library/svelte'
import axe from 'axe-core'
import { expect, test, vi } from 'vitest'
import { calls, openProxies } from './window'

type Options = Parameters<typeof openProxies>[0]

/** The dialog about the patterns. */
async function patterns(options?: Options) {
  const opened = await openProxies(options)
  const panel = screen.getByRole('region', { name: /Private modules|私有模块/ })
  await opened.user.click(within(panel).getByRole('button', { name: /Test and change|测试并更改/ }))
  const dialog = await screen.findByRole('dialog', { name: /Private modules|私有模块/ })
  return { ...opened, dialog }
}

/** The dialog about the credentials for a host. */
async function credentials(host: string, options?: Options) {
  const opened = await openProxies(options)
  const panel = screen.getByRole('region', { name: /Private modules|私有模块/ })
  await opened.user.click(within(panel).getByRole('button', { name: /Credentials…|凭据…/ }))
  const dialog = await screen.findByRole('dialog', { name: /Credentials|凭据/ })
  if (host) await opened.user.type(within(dialog).getByRole('combobox', { name: /Host|主机/ }), host)
  return { ...opened, dialog }
}

const field = (dialog: HTMLElement, name: string) => within(dialog).getByRole('textbox', { name })
const modules = (dialog: HTMLElement) =>
  within(dialog).findByRole('region', { name: 'Modules of your projects' })

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  })
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)
}

test('the lists are there with what each entry does, and the modules with who would see them', async () => {
  const { dialog, fake } = await patterns()
  await waitFor(() => expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example'))
  expect(field(dialog, 'GONOPROXY')).toHaveValue('')
  expect(field(dialog, 'GONOPROXY')).toHaveAccessibleDescription(/not set: follows GOPRIVATE/)
  expect(within(dialog).getByRole('list', { name: 'GOPRIVATE' })).toHaveTextContent(/Matches 2 of your/)
  const list = await modules(dialog)
  expect(list).toHaveTextContent(
    /gitlab\.corp\.example\/tools\/x.*would be shown to goproxy\.cn and sum\.golang\.org.*netrc has a login/,
  )
  expect(list).toHaveTextContent(
    /git\.corp\.example\/shop\/orders.*matched by git\.corp\.example in GONOPROXY and GONOSUMDB/,
  )
  expect(list).toHaveTextContent(/2 kept to yourself, \d private and shown, 148 other modules/)
  expect(within(list).getAllByRole('button', { name: /^Open .*go\.mod/ }).length).toBeGreaterThan(0)
  expect(calls(fake, 'private_check')).toHaveLength(0)
  expect(screen.getByRole('button', { name: 'Apply' })).toBeDisabled()
})

test('what is typed is checked, a click takes what was meant, and applying can be taken back', async () => {
  const { user, dialog, fake } = await patterns()
  const before = fake.world.text
  await waitFor(() => expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example'))
  await user.type(field(dialog, 'GOPRIVATE'), ',https://gitlab.corp.example')
  const entries = within(dialog).getByRole('list', { name: 'GOPRIVATE' })
  await waitFor(() => expect(entries).toHaveTextContent(/Never matches: paths of modules have no scheme/))
  expect(fake.world.text).toBe(before)
  await user.click(await within(entries).findByRole('button', { name: 'Write gitlab.corp.example' }))
  expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example,gitlab.corp.example')
  expect(await within(await modules(dialog)).findByText(/3 kept to yourself/)).toBeVisible()
  const diff = await within(dialog).findByRole('region', { name: 'In the file' })
  await waitFor(() => expect(diff).toHaveTextContent('GOPRIVATE=git.corp.example,gitlab.corp.example'))
  expect(calls(fake, 'private_check').at(-1)?.args).toEqual({
    drafts: [{ name: 'GOPRIVATE', value: 'git.corp.example,gitlab.corp.example' }],
  })
  await waitFor(() => expect(screen.getByRole('button', { name: 'Apply' })).toBeEnabled())
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(fake.world.text).toContain('GOPRIVATE=git.corp.example,gitlab.corp.example\n'))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(fake.world.text).toBe(before))
})

test('one click takes what mends all, and an emptied field takes the line away', async () => {
  const { user, dialog, fake } = await patterns()
  await user.click(await within(dialog).findByRole('button', { name: 'Take what mends all of it' }))
  expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example,github.com,gitlab.corp.example')
  await user.clear(field(dialog, 'GOPRIVATE'))
  await waitFor(() =>
    expect(calls(fake, 'env_plan').at(-1)?.args).toEqual({
      draft: { kind: 'edits', edits: [{ name: 'GOPRIVATE', value: null }] },
    }),
  )
})

test('a look at the credentials of a module’s host keeps the draft', async () => {
  const { user, dialog } = await patterns()
  await waitFor(() => expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example'))
  await user.type(field(dialog, 'GOPRIVATE'), ',x.example')
  await user.click(within(dialog).getAllByRole('button', { name: 'Credentials for gitlab.corp.example' })[0]!)
  const other = await screen.findByRole('dialog', { name: 'Credentials for gitlab.corp.example' })
  expect(await within(other).findByText(/Go sends the login of netrc/)).toBeVisible()
  await user.click(within(other).getByRole('button', { name: 'Back to the patterns' }))
  expect(await screen.findByRole('textbox', { name: 'GOPRIVATE' })).toHaveValue('git.corp.example,x.example')
})

test('without projects the way to add them is shown', async () => {
  const { user, dialog } = await patterns({ scenario: 'empty' })
  expect(await within(dialog).findByText('No projects are known')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Add a folder…' }))
  expect(await screen.findByRole('heading', { name: 'Folders with projects' })).toBeVisible()
})

test('what cannot be checked is told, and tried again on request', async () => {
  const { user, dialog, fake } = await patterns()
  await waitFor(() => expect(field(dialog, 'GOPRIVATE')).toHaveValue('git.corp.example'))
  fake.failNext('private_check')
  await user.type(field(dialog, 'GONOPROXY'), 'a.example')
  expect(await within(dialog).findByText('The patterns could not be checked')).toBeVisible()
  expect(field(dialog, 'GONOPROXY')).toHaveValue('a.example')
  await user.click(within(dialog).getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(within(dialog).queryByText('The patterns could not be checked')).toBeNull())
})

test('what is there for a host is shown with its line, and the server is asked only on request', async () => {
  const { user, dialog, fake } = await credentials('gitlab.corp.example')
  expect(await within(dialog).findByText(/Go sends the login of netrc/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: /^Open .*netrc:3/ })).toBeVisible()
  expect(dialog).toHaveTextContent(/Others on this machine may read this file/)
  expect(calls(fake, 'credentials_check')).toHaveLength(0)
  await user.click(within(dialog).getByRole('button', { name: 'Ask the server' }))
  const answer = await within(dialog).findByRole('region', { name: 'What the server says' })
  expect(answer).toHaveTextContent(/Go’s request The credentials are refused \(401\).*84 ms/)
  expect(within(answer).getByRole('img', { name: 'Broken' })).toBeVisible()
  await user.clear(within(dialog).getByRole('combobox', { name: 'Host' }))
  expect(within(dialog).queryByRole('region', { name: 'What the server says' })).toBeNull()
})

test('the steps to add a login are there to copy, the secret is left to the person', async () => {
  const { user, dialog } = await credentials('github.com')
  const steps = await within(dialog).findByRole('region', { name: 'How to add a login' })
  expect(steps).toHaveTextContent('machine github.com login NAME password TOKEN')
  await user.click(within(steps).getByRole('button', { name: 'Copy' }))
  expect(await within(steps).findByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await navigator.clipboard.readText()).toBe('machine github.com login NAME password TOKEN')
})

test('a hop leads to its credentials', async () => {
  const { user } = await openProxies()
  const more = await screen.findByRole('button', {
    name: 'Credentials for athens.corp.example',
    hidden: true,
  })
  await user.click(more)
  const dialog = await screen.findByRole('dialog', { name: 'Credentials for athens.corp.example' })
  expect(await within(dialog).findByText('It is hop 1 of GOPROXY.')).toBeVisible()
})

test('a server that cannot be asked is told', async () => {
  const { user, dialog, fake } = await credentials('github.com')
  await within(dialog).findByRole('region', { name: 'What is there' })
  fake.failNext('credentials_check')
  await user.click(within(dialog).getByRole('button', { name: 'Ask the server' }))
  expect(await within(dialog).findByRole('img', { name: 'Broken' })).toBeVisible()
})

test('asking a server can be stopped', async () => {
  const { user, dialog, fake } = await credentials('github.com')
  await within(dialog).findByRole('region', { name: 'What is there' })
  const call = fake.call.bind(fake)
  vi.spyOn(fake, 'call').mockImplementation((...[name, ...args]) =>
    name === 'credentials_check' ? new Promise(() => undefined) : call(name, ...args),
  )
  await user.click(within(dialog).getByRole('button', { name: 'Ask the server' }))
  await user.click(await within(dialog).findByRole('button', { name: 'Stop' }))
  expect(calls(fake, 'proxy_stop')).toHaveLength(1)
  expect(within(dialog).getByRole('button', { name: 'Ask the server' })).toBeEnabled()
})

test.each(['en', 'zh-CN'] as const)('both dialogs in %s break no rule of axe', async (language) => {
  const { user, dialog } = await patterns({ language })
  await user.type(within(dialog).getByRole('textbox', { name: 'GOPRIVATE' }), ', a')
  await waitFor(() => expect(screen.getByRole('button', { name: /^Apply$|^应用$/ })).toBeEnabled())
  expect(await violations()).toEqual([])
  await user.click(within(dialog).getAllByRole('button', { name: /github\.com/ })[0]!)
  const other = await screen.findByRole('dialog', { name: /github\.com/ })
  await within(other).findByRole('region', { name: /What is there|现有的凭据/ })
  await user.click(within(other).getByRole('button', { name: /Ask the server|询问服务器/ }))
  await within(other).findByRole('region', { name: /What the server says|服务器的回答/ })
  expect(await violations()).toEqual([])
})

import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { calls, openProxies, openWindow } from './window'

const way = () => screen.getByRole('region', { name: 'The way of a public module' })
const hops = () => [...within(way()).getAllByRole('list')[0]!.children]
const strip = () => screen.getByRole('radiogroup', { name: 'Profiles' })
const radio = (name: string | RegExp) => within(strip()).getByRole('radio', { name })
const toast = (words: string | RegExp) => screen.findByText(words, { selector: '.toast *' })
const goproxy = (text: string | null) => /^GOPROXY=(.*)$/m.exec(text ?? '')?.[1]

test('the chain says of each hop how it is, what sends Go on, and where it stops', async () => {
  await openProxies()
  const [athens, cn, direct] = hops()
  expect(athens).toHaveTextContent(/refused.*hop 1.*athens\.corp\.example.*nothing listens/)
  expect(athens).toHaveTextContent(/name 3.*connect 6 ms/)
  expect(athens).toHaveTextContent(/404, 410.*stops here/)
  expect(cn).toHaveTextContent(/48 ms.*hop 2.*goproxy\.cn/)
  expect(direct).toHaveTextContent(/direct.*hop 3.*version control/)
  expect(way()).toHaveTextContent(/Every download fails now/)
})

test('a click on a verdict tests that one again', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: /^athens\.corp\.example: refused/ }))
  expect(calls(fake, 'proxy_test')[0]?.args).toEqual({ target: { kind: 'hop', number: 1 } })
  expect(await screen.findByRole('button', { name: /^athens\.corp\.example: testing/ })).toBeVisible()
  expect(await screen.findByRole('button', { name: /^athens\.corp\.example: refused/ })).toBeVisible()
})

test('everything is tested again, and that can be stopped', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Test again' }))
  expect(calls(fake, 'proxy_test')[0]?.args).toEqual({ target: { kind: 'all' } })
  await user.click(await screen.findByRole('button', { name: 'Stop' }))
  expect(calls(fake, 'proxy_stop')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: 'Test again' })).toBeVisible()
})

test('servers are asked only while the page is on screen', async () => {
  const { user, fake } = await openWindow({ scenario: 'proxies-first' })
  await screen.findByText('athens.corp.example')
  expect(screen.getAllByText('not tested')).toHaveLength(2)
  expect(calls(fake, 'proxy_watch')).toEqual([])
  expect(calls(fake, 'proxy_test')).toEqual([])
  await user.keyboard('{Control>}5{/Control}')
  expect(await screen.findByText(/Every download fails now/)).toBeVisible()
  await user.keyboard('{Control>}1{/Control}')
  await waitFor(() =>
    expect(calls(fake, 'proxy_watch').map((c) => c.args)).toEqual([{ on: true }, { on: false }]),
  )
})

test('the finding is mended by one click, told, and taken back', async () => {
  const { user, fake } = await openProxies()
  const before = fake.world.text
  await user.click(within(way()).getByRole('button', { name: 'Switch to Home' }))
  await toast('Switched to Home')
  expect(goproxy(fake.world.text)).toBe('https://goproxy.cn,direct')
  await waitFor(() => expect(radio(/^Home/)).toBeChecked())
  expect(screen.queryByText(/Every download fails now/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(fake.world.text).toBe(before))
})

test('the other way to mend it is shown before it is written', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Preview “|”' }))
  const dialog = await screen.findByRole('dialog', { name: 'Preview “|”' })
  expect(await within(dialog).findByText(/^GOPROXY=.*example\|https/)).toBeVisible()
  expect(goproxy(fake.world.text)).not.toContain('|')
})

test('arrows move among the profiles, Enter previews, and nothing is written by looking', async () => {
  const { user, fake } = await openProxies()
  expect(radio(/^Office/)).toBeChecked()
  radio(/^Office/).focus()
  await user.keyboard('{ArrowRight}')
  expect(radio(/^Home/)).toHaveFocus()
  await user.keyboard('{ArrowLeft}{ArrowLeft}')
  expect(radio(/^Offline/)).toHaveFocus()
  await user.keyboard('{Home}{ArrowRight}{Enter}')
  const dialog = await screen.findByRole('dialog', { name: 'Switch to Home' })
  expect(await within(dialog).findByText('GOPROXY=https://goproxy.cn,direct')).toBeVisible()
  expect(within(dialog).getByText('Stays as it is').parentElement).toHaveTextContent(
    'GOPRIVATE git.corp.example',
  )
  expect(calls(fake, 'env_apply')).toEqual([])
  await user.keyboard('{Escape}')
  await waitFor(() => expect(radio(/^Home/)).toHaveFocus())
})

test('where the environment wins, a switch shows the line first', async () => {
  const { user, fake } = await openProxies({ scenario: 'usual' })
  await user.click(screen.getByRole('button', { name: 'Switch to Home' }))
  const dialog = await screen.findByRole('dialog', { name: 'Switch to Home' })
  expect(await within(dialog).findByText(/GOPROXY is set in ~\/\.zshrc:42/)).toBeVisible()
  expect(within(dialog).getAllByRole('button', { name: 'Open ~/.zshrc:42' })[0]).toBeVisible()
  expect(calls(fake, 'env_apply')).toEqual([])
})

test('the present state is saved under a name', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Save present state…' }))
  const dialog = await screen.findByRole('dialog', { name: /^Save the present state/ })
  await user.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Cafe')
  expect(await within(dialog).findByText(/^https:\/\/athens\.corp\.example,/)).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Save' }))
  await toast('Cafe is saved')
  expect(radio(/^Cafe/)).toBeVisible()
  expect(calls(fake, 'profile_keep')[0]?.args).toMatchObject({ wish: { name: 'Cafe', present: true } })
})

test('a profile is edited and called otherwise; what is left alone stays out of it', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Actions of Office' }))
  await user.click(screen.getByRole('menuitem', { name: 'Edit…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Edit Office' })
  const name = within(dialog).getByRole('textbox', { name: 'Name' })
  await user.clear(name)
  await user.type(name, 'Desk')
  await user.selectOptions(within(dialog).getByRole('combobox', { name: 'GOSUMDB' }), 'Go’s default')
  await user.selectOptions(within(dialog).getByRole('combobox', { name: 'GOPRIVATE' }), 'set to')
  await user.type(within(dialog).getByRole('textbox', { name: 'Value of GOPRIVATE' }), 'git.corp.example')
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Save' })).toBeEnabled())
  await user.click(within(dialog).getByRole('button', { name: 'Save' }))
  await toast('Desk is saved')
  expect(calls(fake, 'profile_keep')[0]?.args).toEqual({
    wish: {
      name: 'Desk',
      insteadOf: 'Office',
      description: 'Athens first, then the mirror',
      present: false,
      settings: [
        { name: 'GOPROXY', value: 'https://athens.corp.example,https://goproxy.cn,direct' },
        { name: 'GOSUMDB', value: null },
        { name: 'GOPRIVATE', value: 'git.corp.example' },
      ],
      notes: [{ name: 'HTTPS_PROXY', value: 'http://proxy.corp.example:8080' }],
      keychain: false,
    },
  })
  expect(within(strip()).queryByRole('radio', { name: /^Office/ })).toBeNull()
})

test('a deleted profile comes back', async () => {
  const { user } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Actions of Home' }))
  await user.click(screen.getByRole('menuitem', { name: 'Delete' }))
  await toast('Home is deleted')
  expect(within(strip()).queryByRole('radio', { name: /^Home/ })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(radio(/^Home/)).toBeVisible())
})

test('a built-in profile cannot be deleted, and can be copied', async () => {
  const { user } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Actions of Direct' }))
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull()
  await user.click(screen.getByRole('menuitem', { name: 'Make one like it…' }))
  const dialog = await screen.findByRole('dialog', { name: 'A new profile' })
  expect(within(dialog).getByRole('textbox', { name: 'Name' })).toHaveValue('Direct (mine)')
  expect(within(dialog).getByRole('textbox', { name: 'Value of GOPROXY' })).toHaveValue('direct')
})

test('what an import would change is shown before it is kept, and nothing is switched', async () => {
  const { user, fake } = await openProxies()
  const before = fake.world.text
  await user.click(screen.getByRole('button', { name: 'Import…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Import a profile' })
  await user.click(within(dialog).getByRole('button', { name: 'Choose a file…' }))
  expect(await within(dialog).findByText('https://nexus.corp.example,direct')).toBeVisible()
  expect(within(dialog).getByText(/believe more than it does/)).toBeVisible()
  expect(calls(fake, 'profile_import')).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Import' }))
  await waitFor(() => expect(radio(/^Team/)).toBeVisible())
  expect(fake.world.text).toBe(before)
})

test('a file with a password is refused', async () => {
  const { user } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Import…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Import a profile' })
  await user.click(within(dialog).getByRole('textbox', { name: 'Text of the file' }))
  await user.paste('name = "X"\n[set]\nGOPROXY = "https://me:hush@x.test"\n')
  expect(await within(dialog).findByText(/holds a password or a token/)).toBeVisible()
  expect(within(dialog).getByRole('button', { name: 'Import' })).toBeDisabled()
})

test('a profile is compared with what is in effect', async () => {
  const { user } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Actions of Home' }))
  await user.click(screen.getByRole('menuitem', { name: 'Compare…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Home beside what is in effect' })
  expect(
    within(dialog).getByRole('row', { name: /^GOPROXY https:\/\/goproxy\.cn,direct .*differs/ }),
  ).toBeVisible()
  expect(within(dialog).getByRole('row', { name: /^GOSUMDB sum\.golang\.org .*the same/ })).toBeVisible()
})

test('the way of a module is told without asking, then gone for real', async () => {
  const { user, fake } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Which way does a module go?' }))
  const dialog = await screen.findByRole('dialog')
  await user.type(within(dialog).getByRole('textbox', { name: 'Module' }), 'golang.org/x/text@v0.14.0')
  const steps = await within(dialog).findByRole('list', { name: 'Requests in Go’s order' })
  expect(within(steps).getAllByRole('listitem')).toHaveLength(4)
  expect(within(steps).getAllByRole('listitem')[0]).toHaveTextContent(
    /is the version there\?.*@v\/v0\.14\.0\.info.*found → 2.*404, 410 → 4.*anything else → Go fails/,
  )
  expect(calls(fake, 'proxy_route').every((c) => !(c.args as { live: boolean }).live)).toBe(true)
  await user.click(within(dialog).getByRole('button', { name: /^4 more requests/ }))
  expect(within(steps).getAllByRole('listitem')).toHaveLength(8)
  await user.click(within(dialog).getByRole('button', { name: 'Ask for real' }))
  expect(await within(dialog).findByText('Go would fail.')).toBeVisible()
  expect(within(steps).getAllByRole('listitem')[0]).toHaveTextContent(
    /no answer · 9 ms.*refuses the connection/,
  )
})

test('what is no module path is said, and a private path that would be seen', async () => {
  const { user } = await openProxies()
  await user.click(screen.getByRole('button', { name: 'Which way does a module go?' }))
  const field = screen.getByRole('textbox', { name: 'Module' })
  await user.type(field, 'nothing')
  expect(await screen.findByText(/This is no module path/)).toBeVisible()
  await user.clear(field)
  await user.type(field, 'gitlab.corp.example/tools/x')
  expect(await screen.findByText(/seems to be private/)).toBeVisible()
  await user.clear(field)
  await user.type(field, 'git.corp.example/a')
  expect(await screen.findByText(/^Private: /)).toBeVisible()
})

test('private patterns, and the checksum database with its week', async () => {
  const { user } = await openProxies()
  const patterns = screen.getByRole('region', { name: 'Private modules' })
  expect(patterns).toHaveTextContent('git.corp.example')
  expect(await within(patterns).findByText('gitlab.corp.example/tools/x')).toBeVisible()
  expect(patterns).toHaveTextContent(/2 modules of your projects: neither/)
  expect(patterns).toHaveTextContent(/would be shown to goproxy\.cn and sum\.golang\.org · netrc has a login/)
  expect(within(patterns).getByRole('button', { name: 'Preview what mends it…' })).toBeVisible()
  const database = screen.getByRole('region', { name: 'Checksum database' })
  expect(database).toHaveTextContent(
    /sum\.golang\.org.*56 ms.*14 tests in the last seven days · slowest \d+ ms on \w+day/,
  )
  await user.click(within(patterns).getByRole('button', { name: 'Test and change…' }))
  expect(await screen.findByRole('textbox', { name: 'GOPRIVATE' })).toHaveFocus()
})

test('the overview names the dead hop, mends it, and leads to the page', async () => {
  const { user, fake } = await openWindow({ scenario: 'proxies' })
  const findings = await screen.findByRole('region', { name: 'Findings' })
  expect(findings).toHaveTextContent(/Go stops at athens\.corp\.example: every download fails/)
  expect(screen.getByRole('button', { name: 'Proxies, 1 thing needs a look' })).toBeVisible()
  await user.click(within(findings).getByRole('button', { name: /^Switch to Home/ }))
  await toast('Switched to Home')
  expect(goproxy(fake.world.text)).toBe('https://goproxy.cn,direct')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Findings' })).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Open proxies' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Proxies' })).toBeVisible()
})

test('what could not be read is said, with a way to try again', async () => {
  const { user } = await openProxies({ fail: 'proxy_view' })
  expect(screen.getByText('The proxies could not be read')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('region', { name: 'The way of a public module' })).toBeVisible()
})

test('the palette switches, and asks for the way of a module', async () => {
  const { user } = await openWindow({ scenario: 'proxies' })
  await screen.findByText('athens.corp.example')
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('switch to home{Enter}')
  expect(await screen.findByRole('dialog', { name: 'Switch to Home' })).toBeVisible()
})

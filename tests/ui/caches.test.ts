import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { expect, test, vi } from 'vitest'
import type { Job } from '../../ui/src/backend/bindings'
import { FakeBackend } from '../../ui/src/backend/fake'
import { JobsStore } from '../../ui/src/state/jobs.svelte'
import { calls, openCaches } from './window'

const picture = (name: string | RegExp = 'Where the space went') => screen.getByRole('listbox', { name })
const cell = (name: RegExp) => within(picture(/^Where/)).getByRole('option', { name })
const tray = () => screen.getByRole('region', { name: 'What can go' })
const strip = () => screen.getByRole('region', { name: 'Work' })
const grid = () => screen.getByRole('treegrid', { name: 'Modules and their versions' })
const active = (list: HTMLElement) =>
  document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label') ?? ''

test('the first line answers: how much, of what, and what can go', async () => {
  await openCaches()
  expect(screen.getByText('24.8 GB')).toHaveAttribute(
    'title',
    expect.stringMatching(/^24,8\d\d,\d{3},\d{3} bytes$/),
  )
  expect(screen.getByText('31.0 GB free of 512 GB')).toBeVisible()
  expect(tray()).toHaveTextContent(/14.3 GB can go safely: build results .* none of your 9 projects uses/)
})

test('the picture has a cell for each thing, and a table says the same', async () => {
  await openCaches()
  expect(cell(/^Build results, 8.9 GB, 5.9 GB can go safely$/)).toBeVisible()
  expect(cell(/^k8s.io\/kubernetes, 1.7 GB, v1.34.1 · v1.33.0/)).toBeVisible()
  expect(cell(/^go1.27.3 linux-amd64, 682 MB$/)).toBeVisible()
  expect(cell(/^\d+ smaller/)).toBeVisible()
  const table = screen.getByRole('table', { name: 'Where the space went' })
  expect(within(table).getAllByRole('row')).toHaveLength(within(picture()).getAllByRole('option').length + 1)
  expect(within(table).getByRole('row', { name: /^Build results 8,912,004,113 bytes/ })).toBeInTheDocument()
})

test('one looks into the picture and back, by click and by keys', async () => {
  const { user } = await openCaches()
  await user.click(cell(/^\d+ smaller/))
  const way = screen.getByRole('navigation', { name: 'Where you are in the picture' })
  expect(way).toHaveTextContent(/All\s*Modules\s*\d+ smaller/)
  await waitFor(() => expect(picture(/smaller$/)).toHaveFocus())
  await user.keyboard('{Escape}')
  expect(picture('Where the space went in Modules')).toHaveFocus()
  await user.keyboard('{Home}')
  expect(active(picture(/Modules/))).toMatch(/^k8s.io\/kubernetes/)
  await user.keyboard('{Enter}')
  expect(
    within(picture(/kubernetes$/))
      .getAllByRole('option')
      .map((o) => o.getAttribute('aria-label')),
  ).toEqual([expect.stringMatching(/^v1.34.1, /), expect.stringMatching(/^v1.33.0, .*can go safely$/)])
  await user.keyboard('{Backspace}{Backspace}')
  expect(picture()).toHaveFocus()
  expect(screen.queryByRole('navigation', { name: /picture/ })).toBeNull()
})

test('arrows move in the picture as they point', async () => {
  const { user } = await openCaches()
  picture().focus()
  await user.keyboard('{Home}')
  expect(active(picture())).toMatch(/^Build results/)
  await user.keyboard('{ArrowDown}')
  expect(active(picture())).toMatch(/^Test results/)
  await user.keyboard('{ArrowRight}')
  expect(active(picture())).toMatch(/^Fuzz/)
  await user.keyboard('{ArrowUp}')
  expect(active(picture())).toMatch(/^Build results/)
})

test('what is chosen gathers at the foot, counts once, and becomes a plan', async () => {
  const { user, fake } = await openCaches()
  await fireEvent.click(cell(/^k8s.io\/kubernetes/), { ctrlKey: true })
  expect(tray()).toHaveTextContent('2.4 GB')
  expect(tray()).toHaveTextContent('2 module versions')
  picture().focus()
  await user.keyboard('{Home} ')
  expect(tray()).toHaveTextContent(/chosen: Build results and 2 module versions/)
  await user.click(within(tray()).getByRole('button', { name: 'Preview clean-up' }))
  await screen.findByRole('dialog', { name: 'Clean what was chosen' })
  expect(calls(fake, 'cache_plan').at(-1)?.args).toEqual({
    wish: {
      kind: 'selection',
      modules: [
        { module: 'k8s.io/kubernetes', version: 'v1.34.1' },
        { module: 'k8s.io/kubernetes', version: 'v1.33.0' },
      ],
      kinds: ['build'],
    },
  })
})

async function cleaned() {
  const opened = await openCaches()
  await opened.user.click(within(tray()).getByRole('button', { name: 'Preview clean-up' }))
  const dialog = await screen.findByRole('dialog', { name: 'Clean what can go safely' })
  const go = await within(dialog).findByRole('button', { name: 'Clean 14.3 GB' })
  await waitFor(() => expect(go).toHaveFocus())
  return { ...opened, dialog, go }
}

test('a plan is exact: groups, bytes, cost, and what stays and why', async () => {
  const { user, dialog } = await cleaned()
  expect(dialog).toHaveTextContent(/14,\d{3},\d{3},\d{3} bytes/)
  await user.click(
    within(dialog).getByRole('button', {
      name: /^Module versions with their downloads|Note Module versions/,
    }),
  )
  expect(await within(dialog).findByRole('button', { name: /aws-sdk-go v1.55.7/ })).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: '3 things stay, and why' }))
  expect(dialog).toHaveTextContent('private: it may not be there any more')
})

test('one key cleans; the toast brings it back', async () => {
  const { user, fake } = await cleaned()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(calls(fake, 'cache_clean')[0]?.args).toMatchObject({ purge: false, wait: false })
  fake.jobs.finish(1)
  await waitFor(() => expect(screen.getByText('10.5 GB')).toBeVisible())
  expect(screen.getByRole('button', { name: '14.3 GB can come back' })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(calls(fake, 'cache_undo')).toHaveLength(1))
  fake.jobs.finish(2)
  await waitFor(() => expect(screen.getByText('24.8 GB')).toBeVisible())
})

test('what cannot be taken back is said, and never one careless key away', async () => {
  const { user, fake, dialog } = await cleaned()
  await user.click(within(dialog).getByRole('checkbox', { name: /Free the space at once/ }))
  expect(dialog).toHaveTextContent('It is deleted for good; nothing can be brought back.')
  await user.keyboard('{Enter}')
  expect(calls(fake, 'cache_clean')).toHaveLength(0)
  await user.click(within(dialog).getByRole('button', { name: 'Clean 14.3 GB' }))
  await waitFor(() => expect(calls(fake, 'cache_clean')[0]?.args).toMatchObject({ purge: true }))
})

test('a plan that is out of date is said in its place, and made anew', async () => {
  const { user, fake, dialog } = await cleaned()
  fake.failNext('cache_clean')
  await user.keyboard('{Enter}')
  expect(await within(dialog).findByText('It does not work just now')).toBeVisible()
  await waitFor(() => expect(calls(fake, 'cache_plan').length).toBe(2))
})

test('why nothing was cleaned is said also to who has closed the plan', async () => {
  const { user, fake, dialog } = await cleaned()
  fake.failNext('cache_clean')
  const answer = fake.hold('cache_clean')
  await user.keyboard('{Enter}{Escape}')
  await waitFor(() => expect(dialog).not.toBeInTheDocument())
  answer()
  expect(await screen.findByText('It does not work just now')).toBeVisible()
})

test('programs of Go that run are named, and can be waited for', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-busy' })
  expect(screen.getByText('go build ./...')).toBeVisible()
  await user.click(within(tray()).getByRole('button', { name: 'Preview clean-up' }))
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText('process 41207')).toBeVisible()
  const wait = within(dialog).getByRole('checkbox', { name: 'Wait until they are done' })
  // Module versions go too, so it waits unless it is told not to.
  expect(wait).toBeChecked()
  await user.click(wait)
  await user.click(within(dialog).getByRole('button', { name: /^Clean \d/ }))
  await waitFor(() => expect(calls(fake, 'cache_clean')[0]?.args).toMatchObject({ wait: false }))
})

test('what was cleaned can be brought back or given up, and giving up is asked twice', async () => {
  const { user, fake } = await cleaned()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(calls(fake, 'cache_clean')).toHaveLength(1))
  fake.jobs.finish(1)
  await user.click(await screen.findByRole('button', { name: '14.3 GB can come back' }))
  const dialog = await screen.findByRole('dialog', { name: 'What was cleaned' })
  expect(dialog).toHaveTextContent(/until \w+ \d+/)
  await user.click(within(dialog).getByRole('button', { name: 'Free the space' }))
  expect(calls(fake, 'cache_purge')).toHaveLength(0)
  await user.click(within(dialog).getByRole('button', { name: 'For good?' }))
  await waitFor(() => expect(calls(fake, 'cache_purge')[0]?.args).toEqual({ cleaning: 'q1' }))
  fake.jobs.finish(2)
  expect(await within(dialog).findByText('Nothing is waiting to come back')).toBeVisible()
})

test('Ctrl Z takes a cleaning back that came last', async () => {
  const { user, fake } = await cleaned()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(calls(fake, 'cache_clean')).toHaveLength(1))
  fake.jobs.finish(1)
  await screen.findByRole('button', { name: '14.3 GB can come back' })
  await user.keyboard('{Control>}z{/Control}')
  await waitFor(() => expect(calls(fake, 'cache_undo')[0]?.args).toEqual({ cleaning: 'q1' }))
})

test('rules become a wish, and the figure follows every choice', async () => {
  const { user, fake } = await openCaches()
  await user.click(within(tray()).getByRole('button', { name: 'Choose…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Choose what to clean' })
  expect(await within(dialog).findByText(/\d+ items/)).toBeVisible()
  await user.click(within(dialog).getByRole('checkbox', { name: /^Used by no project/ }))
  expect(within(dialog).getByText('Tick what is to go.')).toBeVisible()
  await user.click(within(dialog).getByRole('checkbox', { name: /^Not used for/ }))
  const days = within(dialog).getByRole('spinbutton', { name: 'Days without use' })
  await user.clear(days)
  await user.type(days, '90')
  await waitFor(() =>
    expect(calls(fake, 'cache_plan').at(-1)?.args).toEqual({
      wish: { kind: 'rule', unused: false, notUsedForDays: 90, olderVersions: false, keepUnder: null },
    }),
  )
  await user.click(within(dialog).getByRole('radio', { name: 'Whole kinds' }))
  await user.click(within(dialog).getByRole('checkbox', { name: /^Clones/ }))
  await waitFor(() =>
    expect(calls(fake, 'cache_plan').at(-1)?.args).toEqual({
      wish: { kind: 'kinds', kinds: ['vcs'], safe: true },
    }),
  )
  await user.click(within(dialog).getByRole('button', { name: 'Preview clean-up' }))
  expect(await screen.findByRole('dialog', { name: 'Clean what was chosen' })).toBeVisible()
})

async function modules(options?: Parameters<typeof openCaches>[0]) {
  const opened = await openCaches(options)
  await opened.user.click(screen.getByRole('tab', { name: /^Modules/ }))
  await screen.findByRole('treegrid', { name: 'Modules and their versions' }, { timeout: 30_000 })
  return opened
}

const paths = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((r) => r.textContent.replace(/\s+/g, ' ').trim())

test('modules are listed with versions, users, age and cost; a module opens its versions', async () => {
  const { user } = await modules()
  expect(paths()[0]).toMatch(/^k8s.io\/kubernetes 2 versions 2.4 GB 1 of 2 unused/)
  grid().focus()
  await user.keyboard('{Home}{ArrowRight}{ArrowDown}')
  expect(paths()[1]).toMatch(/^v1.34.1/)
  expect(screen.getByRole('region', { name: 'The chosen module' })).toHaveTextContent(/Needed by.*go.mod/)
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('region', { name: 'The chosen module' })).toHaveTextContent(
    'No project that Burrow knows needs it.',
  )
  await user.keyboard(' ')
  expect(tray()).toHaveTextContent('one module version')
  await user.keyboard('{ArrowLeft}{ArrowLeft}')
  expect(paths()[1]).toMatch(/^golang.org\/toolchain/)
})

test('modules are searched, narrowed and sorted', async () => {
  const { user } = await modules()
  await user.keyboard('/')
  await waitFor(() => expect(screen.getByRole('searchbox', { name: 'Search the modules' })).toHaveFocus())
  await user.keyboard('sdk')
  await waitFor(() => expect(paths()).toHaveLength(2))
  await user.keyboard('{Escape}')
  await user.click(screen.getByRole('button', { name: /^Show: All modules/ }))
  await user.click(screen.getByRole('option', { name: /^May be gone elsewhere/ }))
  expect(paths()).toEqual([expect.stringMatching(/^git.corp.example.*may be gone$/)])
  await user.click(screen.getByRole('button', { name: /^Show:/ }))
  await user.click(screen.getByRole('option', { name: /^All modules/ }))
  await user.click(screen.getByRole('button', { name: 'Module' }))
  expect(screen.getByRole('columnheader', { name: 'Module' })).toHaveAttribute('aria-sort', 'ascending')
  expect(paths()[0]).toMatch(/^cloud.google.com/)
})

test('of a hundred thousand rows only those near the screen are drawn', async () => {
  const { user } = await modules({ scenario: 'caches-huge' })
  expect(Number(grid().getAttribute('aria-rowcount'))).toBeGreaterThan(70_000)
  expect(screen.getByText(/versions$/, { selector: '[role=status]' })).toHaveTextContent(/9\d,\d{3} versions/)
  expect(within(grid()).getAllByRole('row').length).toBeLessThan(60)
  grid().focus()
  await user.keyboard('{PageDown}{End}')
  expect(within(grid()).getAllByRole('row').length).toBeLessThan(60)
}, 60_000)

test('by age: a line takes itself and all that is older', async () => {
  const { user, fake } = await openCaches()
  await user.click(screen.getByRole('tab', { name: 'Age' }))
  const list = screen.getByRole('listbox', { name: 'By the last use' })
  list.focus()
  await user.keyboard('{End} ')
  expect(within(list).getAllByRole('option', { selected: true })).toHaveLength(1)
  expect(tray()).toHaveTextContent('not used for 90 days')
  await user.keyboard('{ArrowUp} ')
  expect(within(list).getAllByRole('option', { selected: true })).toHaveLength(2)
  await user.click(within(tray()).getByRole('button', { name: 'Preview clean-up' }))
  await screen.findByRole('dialog')
  expect(calls(fake, 'cache_plan').at(-1)?.args).toMatchObject({ wish: { kind: 'rule', notUsedForDays: 30 } })
})

test('kinds are listed with what follows when they go; what stays cannot be chosen', async () => {
  const { user } = await openCaches()
  await user.click(screen.getByRole('tab', { name: 'Kinds' }))
  expect(screen.getByRole('row', { name: /Fuzz corpora.*may take days/ })).toBeVisible()
  expect(screen.queryByRole('checkbox', { name: 'Choose Checksum records' })).toBeNull()
  await user.click(screen.getByRole('checkbox', { name: 'Choose Clones' }))
  expect(tray()).toHaveTextContent(/896 MB.*Clones/)
  expect(screen.getByText('Beside the caches')).toBeVisible()
})

test('the first measuring: the frame at once, growing figures, and a way to stop', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-first' })
  await waitFor(() => expect(screen.getByRole('progressbar', { name: 'Measuring' })).toBeVisible())
  expect(calls(fake, 'cache_watch')[0]?.args).toEqual({ on: true })
  fake.jobs.step(1, 0.4)
  await waitFor(() => expect(cell(/^Build results/)).toBeVisible())
  expect(tray()).toHaveTextContent('known once everything is measured')
  const before = within(picture()).getAllByRole('option').length
  fake.jobs.step(1, 0.5)
  await waitFor(() => expect(within(picture()).getAllByRole('option').length).toBeGreaterThanOrEqual(before))
  await user.click(
    await screen.findByRole('button', { name: 'Cancel: Measuring the caches' }, { timeout: 3000 }),
  )
  await waitFor(() => expect(strip()).toHaveTextContent('Stopped; the figures are of what was seen.'))
})

test('leaving the page stops the watching', async () => {
  const { user, fake } = await openCaches()
  await user.keyboard('{Control>}1{/Control}')
  await waitFor(() => expect(calls(fake, 'cache_watch').at(-1)?.args).toEqual({ on: false }))
})

test.each([
  ['caches-empty', 'Nothing is cached yet'],
  ['caches-off', /Go keeps no build results/],
  ['caches-refused', /GOMODCACHE is your home folder/],
  ['caches-network', /on a network volume/],
  ['caches-partial', /could not be read: permission denied/],
  ['caches-over', 'The build cache is larger than you allow.'],
  ['caches-no-projects', /No project is known/],
] as const)('%s is said', async (scenario, said) => {
  await openCaches({ scenario })
  expect(screen.getByText(said)).toBeVisible()
})

test('caches that cannot be looked at say so, and are asked again', async () => {
  const { user } = await openCaches({ fail: 'cache_caches' })
  expect(await screen.findByText('The caches could not be looked at')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('listbox', { name: 'Where the space went' })).toBeVisible()
})

test('folders with projects are added, taken from what is offered, and forgotten', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-no-projects' })
  await user.click(screen.getByRole('button', { name: 'Name a folder' }))
  const dialog = await screen.findByRole('dialog', { name: 'Projects' })
  await user.click(within(dialog).getByRole('button', { name: 'Add ~/work/experiments' }))
  await waitFor(() => expect(fake.world.caches.folders).toEqual(['/home/you/work/experiments']))
  fake.pick('/missing')
  await user.click(within(dialog).getByRole('button', { name: 'Add a folder…' }))
  expect(await within(dialog).findByText('/missing')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'No longer look in ~/work/experiments' }))
  await waitFor(() => expect(fake.world.caches.folders).toEqual([]))
})

test('the module cache is checked, damage is listed in plain words, and repaired', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-damaged' })
  await user.click(screen.getByRole('button', { name: 'Check integrity' }))
  expect(await screen.findByRole('button', { name: 'Checking…' })).toBeDisabled()
  fake.jobs.finish(1)
  await user.click((await screen.findAllByRole('button', { name: 'Show' }))[0]!)
  const dialog = await screen.findByRole('dialog', { name: 'Integrity of the module cache' })
  expect(await within(dialog).findByText(/builds use the changed one/)).toBeVisible()
  expect(dialog).toHaveTextContent('go mends this by itself.')
  await user.click(within(dialog).getByRole('checkbox', { name: 'Have go fetch it again' }))
  await user.click(within(dialog).getByRole('button', { name: 'Repair 2 damages' }))
  expect(calls(fake, 'cache_repair')[0]?.args).toEqual({ fetch: true })
  fake.jobs.finish(2)
  expect(
    await within(dialog).findByText(/^All \d+ module versions are as they were downloaded/),
  ).toBeVisible()
})

test('a budget is set in the settings, and one that is exceeded has its plan ready', async () => {
  const { user, fake } = await openCaches({ scenario: 'caches-over' })
  await user.click(screen.getAllByRole('button', { name: 'Preview clean-up' })[0]!)
  await screen.findByRole('dialog', { name: 'Back into the budget: Build cache' })
  expect(calls(fake, 'cache_plan').at(-1)?.args).toEqual({ wish: { kind: 'budget', cache: 'gocache' } })
  await user.keyboard('{Escape}{Control>}8{/Control}')
  await user.click(await screen.findByRole('checkbox', { name: 'Limit the Module cache' }))
  await waitFor(() => expect(fake.world.caches.budgets.gomodcache).toMatchObject({ automatic: false }))
  await user.click(screen.getByRole('checkbox', { name: 'Clean the Build cache by itself' }))
  await waitFor(() => expect(fake.world.caches.budgets.gocache?.automatic).toBe(true))
})

test('the overview has a tile, and a budget that is exceeded is a finding', async () => {
  const { user } = await openCaches({ scenario: 'caches-over' })
  await user.keyboard('{Control>}1{/Control}')
  expect(screen.getByRole('heading', { name: 'Caches' })).toBeVisible()
  expect(screen.getByText('14.3 GB can go safely')).toBeVisible()
  expect(await screen.findByRole('region', { name: 'Findings' })).toHaveTextContent(
    'The build cache is larger than you allow',
  )
  await user.click(screen.getByRole('button', { name: 'Open caches' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Caches' })).toBeVisible()
})

test('the palette finds modules and what can be done with the caches', async () => {
  const { user, fake } = await openCaches()
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('azure-sdk{Enter}')
  await waitFor(() =>
    expect(paths()).toEqual([expect.stringMatching(/^github.com\/Azure\/azure-sdk-for-go/)]),
  )
  await user.keyboard('{Control>}k{/Control}')
  await user.keyboard('check the module{Enter}')
  await waitFor(() => expect(calls(fake, 'cache_verify')).toHaveLength(1))
})

test('what nobody asked for is no work to be seen until somebody would notice it', () => {
  vi.useFakeTimers()
  const fake = new FakeBackend()
  const jobs = new JobsStore(fake)
  const job: Job = {
    ...fake.jobs.begin({ kind: 'measure', title: 'M', total: null, phases: [], ended: '', cancelled: '' }),
    startedAt: Date.now(),
  }
  const ended = (ms: number): Job => ({ ...job, state: 'done', endedAt: job.startedAt + ms })
  jobs.take(job)
  expect(jobs.running).toHaveLength(1)
  jobs.take(ended(300))
  expect(jobs.ended).toHaveLength(1)

  const own = { ...job, id: 7, unasked: true }
  jobs.take(own)
  expect(jobs.running).toHaveLength(0)
  jobs.take({ ...ended(300), id: 7, unasked: true })
  expect(jobs.ended).toHaveLength(1)
  jobs.take({ ...own, id: 8 })
  vi.advanceTimersByTime(1100)
  expect(jobs.running).toHaveLength(1)
  jobs.take({ ...ended(1100), id: 8, unasked: true })
  expect(jobs.ended).toHaveLength(2)
  jobs.take({ ...ended(10), id: 9, unasked: true, state: 'failed' })
  expect(jobs.ended).toHaveLength(3)
  vi.useRealTimers()
})

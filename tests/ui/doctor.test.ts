import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test, vi } from 'vitest'
import { calls, openDoctor } from './window'

const section = (name: string) => screen.getByRole('region', { name })
const headline = () => screen.getByRole('heading', { level: 1 })
/** The row of a finding, by its title. */
const row = (title: string | RegExp) => screen.getByText(title, { selector: '.title' }).closest('li')!

test('the first line is the answer, and findings stand by how bad they are, with their proof', async () => {
  await openDoctor({ scenario: 'doctor-mess' })
  expect(headline()).toHaveTextContent('8 things need a look')
  expect(screen.getAllByRole('heading', { level: 2 }).map((h) => h.textContent)).toEqual([
    'Broken4',
    'Look at it4',
    'Good to know2',
    'What was checked',
  ])
  const needed = within(section('Broken')).getByText('go1.28.1 is needed and cannot be had').closest('li')!
  expect(needed).toHaveTextContent('toolchain go1.28.1')
  expect(within(needed).getByRole('button', { name: /^Open .*go\.mod:5$/ })).toBeVisible()
  expect(needed).not.toHaveTextContent('Every command in this folder fails')
})

test('why is told where it is asked, with all other ways to mend it', async () => {
  const { user } = await openDoctor({ scenario: 'doctor-mess' })
  const why = screen.getByRole('button', { name: /^Why\?: go1\.28\.1/ })
  expect(why).toHaveAttribute('aria-expanded', 'false')
  await user.click(why)
  expect(why).toHaveAttribute('aria-expanded', 'true')
  const needed = row(/^go1\.28\.1 is needed/)
  expect(needed).toHaveTextContent('Every command in this folder fails')
  expect(within(needed).getByRole('button', { name: 'Let Go switch by itself…' })).toBeVisible()
  // One reason is read at a time.
  await user.click(screen.getByRole('button', { name: /^Why\?: Others can read/ }))
  expect(why).toHaveAttribute('aria-expanded', 'false')
  await user.keyboard('{Escape}')
  expect(screen.queryByText(/everyone on this computer/)).toBeNull()
})

test('a fix opens the dialog that shows it, is applied there, and its finding goes', async () => {
  const { user, fake } = await openDoctor({ scenario: 'doctor-mess' })
  await user.click(screen.getByRole('button', { name: /^Make it private…: Others/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Make it private' })
  expect(await within(dialog).findByText(/readable by you alone/)).toBeVisible()
  const apply = within(dialog).getByRole('button', { name: 'Apply' })
  await waitFor(() => expect(apply).toHaveFocus())
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(calls(fake, 'doctor_apply')).toHaveLength(1)
  expect(await screen.findByText('Done: Make it private')).toBeVisible()
  await waitFor(() => expect(screen.queryByText('Others can read your logins')).toBeNull())
  expect(headline()).toHaveTextContent('7 things need a look')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('Others can read your logins')).toBeVisible()
  expect(calls(fake, 'doctor_undo')).toHaveLength(1)
})

test('a change of the settings is previewed, and its toast takes it back', async () => {
  const { user, fake } = await openDoctor()
  await user.click(screen.getByRole('button', { name: /^Why\?: GOPROXY/ }))
  await user.click(within(row(/^GOPROXY in your/)).getByRole('button', { name: 'Remove the setting…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Remove the setting' })
  const apply = within(dialog).getByRole('button', { name: 'Apply' })
  await waitFor(() => expect(apply).toBeEnabled())
  await user.click(apply)
  await waitFor(() => expect(screen.queryByText('GOPROXY in your settings has no effect')).toBeNull())
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('GOPROXY in your settings has no effect')).toBeVisible()
  expect(fake.world.text).toContain('GOPROXY=https://goproxy.cn,direct')
})

test('arrows lead from one finding to the next', async () => {
  const { user } = await openDoctor({ scenario: 'doctor-mess' })
  const [first, second] = screen.getAllByRole('button', { name: /^Why/ })
  first!.focus()
  await user.keyboard('{ArrowDown}')
  expect(second).toHaveFocus()
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(first).toHaveFocus()
  await user.keyboard('{Enter}')
  expect(first).toHaveAttribute('aria-expanded', 'true')
})

test('what was checked is told, and what was not with its reason', async () => {
  const { user } = await openDoctor({ scenario: 'doctor-mess' })
  const checks = section('What was checked')
  expect(checks).toHaveTextContent('1 could not be made · 4 only when you look deeper')
  expect(checks).toHaveTextContent(/\/usr\/bin\/cc did not answer/)
  await user.click(within(checks).getByText('All 38 checks'))
  expect(within(checks).getByText('clock wrong').closest('li')).toHaveTextContent('asks servers')
})

test('looking deeper is work that can be stopped', async () => {
  const { user, fake } = await openDoctor({ scenario: 'doctor-mess' })
  await user.click(screen.getByRole('button', { name: 'Look deeper' }))
  expect(calls(fake, 'doctor_slow')[0]?.args).toEqual({ online: true })
  fake.jobs.step(1, 0.2)
  expect(await screen.findByRole('progressbar', { name: 'Checking what takes time' })).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'Stop' }))
  await waitFor(() => expect(fake.jobs.jobs[0]?.state).toBe('cancelled'))
  expect(await screen.findByRole('button', { name: 'Look deeper' })).toBeVisible()
})

test('a machine without faults is calm', async () => {
  await openDoctor({ scenario: 'healthy' })
  expect(headline()).toHaveTextContent('Nothing is wrong with your Go')
  expect(screen.getByText('All is well here')).toBeVisible()
  expect(screen.queryByRole('button', { name: /^Why/ })).toBeNull()
})

test('a doctor that does not answer is said, with a way to try again', async () => {
  const { user } = await openDoctor({ fail: 'doctor_view' })
  expect(screen.getByText('It does not work just now')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(headline()).toHaveTextContent('2 things need a look'))
})

test('the palette finds a finding and shows why', async () => {
  const { user } = await openDoctor({ scenario: 'doctor-mess' })
  await user.keyboard('{Control>}1{/Control}{Control>}k{/Control}')
  await user.keyboard('others can read{Enter}')
  const why = await screen.findByRole('button', { name: /^Why\?: Others can read/ })
  await waitFor(() => expect(why).toHaveFocus())
  expect(why).toHaveAttribute('aria-expanded', 'true')
})

test('a report is read in three forms before it is copied, with hosts hidden when asked', async () => {
  const { user } = await openDoctor()
  const copy = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  await user.click(screen.getByRole('button', { name: 'Report…' }))
  const dialog = await screen.findByRole('dialog', { name: /^Report for/ })
  expect(await within(dialog).findByText(/git\.corp\.example/)).toBeVisible()
  await user.click(within(dialog).getByRole('radio', { name: 'Markdown' }))
  expect(within(dialog).getByText(/## Go environment/)).toBeVisible()
  await user.click(within(dialog).getByRole('checkbox', { name: 'Hide the names of private hosts' }))
  expect(await within(dialog).findByText(/host-1\.example/)).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Copy' }))
  await waitFor(() => expect(copy).toHaveBeenCalledWith(expect.stringContaining('host-1.example')))
  expect(copy.mock.calls[0]?.[0]).not.toContain('git.corp.example')
  await user.click(within(dialog).getByRole('button', { name: 'Save as…' }))
  expect(await screen.findByText(/burrow-report\.md/)).toBeVisible()
})

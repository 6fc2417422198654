import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { media } from './media'
import { calls, openProjects } from './window'

const list = () => screen.findByRole('listbox', { name: 'Projects' })
const project = (name: RegExp) => screen.findByRole('option', { name })
const detail = (name: string) => screen.findByRole('article', { name })
const steps = () => screen.getByRole('list', { name: 'Steps to a build' })

test('each project has its one answer, and the first is read', async () => {
  await openProjects()
  expect(await project(/^shop not ready/)).toBeVisible()
  expect(await project(/^blog ready, 12 modules to download/)).toBeVisible()
  expect(await project(/^tools ready offline/)).toBeVisible()
  expect(screen.getByText('3 of 5 projects need something first')).toBeVisible()
  const shop = await detail('shop')
  await waitFor(() => expect(shop).toHaveTextContent(/230\s*needed/))
})

test('arrows walk the list, and the detail follows', async () => {
  const { user } = await openProjects()
  ;(await list()).focus()
  await user.keyboard('{ArrowDown}')
  const backend = await detail('backend')
  await within(backend).findByRole('list', { name: 'Steps to a build' })
  expect(within(steps()).getAllByRole('listitem')).toHaveLength(4)
  expect(backend).toHaveTextContent(/212\s*missing/)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(backend).toContainElement(document.activeElement as HTMLElement))
})

test.each([
  [/^Show….*team/, 'Office'],
  [/^Install….*go1\.28\.1/, 'Install a Go toolchain'],
  [/^Credentials…/, 'Credentials for git.corp.example'],
])('the step %s opens the dialog that shows what it does', async (button, dialog) => {
  const { user } = await openProjects()
  await user.click(await project(/^backend/))
  await user.click(await screen.findByRole('button', { name: button }))
  expect(await screen.findByRole('dialog', { name: dialog })).toBeVisible()
})

test('a step that only a command of Go takes shows it', async () => {
  const { user } = await openProjects()
  await user.click(await project(/^shop/))
  expect(await within(await detail('shop')).findByText('go mod tidy', { selector: '.command' })).toBeVisible()
})

test('the list of steps shortens by itself', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^backend/))
  await screen.findByRole('list', { name: 'Steps to a build' })
  fake.world.projects.projects[0]!.steps = ['download']
  await fake.call('project_remove', { folder: '/nowhere' })
  await waitFor(() => expect(within(steps()).getAllByRole('listitem')).toHaveLength(1))
})

async function warming() {
  const opened = await openProjects()
  await opened.user.click(await project(/^blog/))
  await opened.user.click(await screen.findByRole('button', { name: /^Download: / }))
  const region = await screen.findByRole('region', { name: 'Download' })
  return { ...opened, region }
}

test('a download shows modules, bytes, rate, who answers and what is waited for', async () => {
  const { fake, region } = await warming()
  fake.jobs.step(1, 0.5)
  await waitFor(() => expect(region).toHaveTextContent('6 of 12 modules'))
  expect(region).toHaveTextContent('42.1 MB')
  expect(region).toHaveTextContent('6.4 MB/s')
  expect(region).toHaveTextContent('6 from goproxy.cn')
  expect(region).toHaveTextContent(/Waits for google\.golang\.org\/grpc v1\.70\.0 from goproxy\.cn/)
  expect(await project(/^blog downloading/)).toBeVisible()
  fake.jobs.finish(1)
  expect(await project(/^blog ready offline/)).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Steps to a build' })).toBeNull())
})

test('a download is cancelled where it is shown', async () => {
  const { user, fake, region } = await warming()
  await user.click(within(region).getByRole('button', { name: 'Cancel: Download' }))
  expect(calls(fake, 'job_cancel')[0]?.args).toEqual({ id: 1 })
})

test('what could not be had is said in words, with the step that mends it', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^backend/))
  await user.click(await screen.findByRole('button', { name: /^Download: / }))
  fake.jobs.finish(1)
  const failures = await screen.findByRole('list', { name: 'What could not be had' })
  expect(failures).toHaveTextContent('git.corp.example/shop/auth v1.4.0')
  expect(failures).toHaveTextContent('The server wants a login.')
  await user.click(within(failures).getByRole('button', { name: /^Credentials…/ }))
  expect(await screen.findByRole('dialog', { name: 'Credentials for git.corp.example' })).toBeVisible()
})

test('a project is built, and what Go writes is shown', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^hello/))
  const build = within(await detail('hello'))
  await user.click(await build.findByRole('button', { name: 'Build' }))
  expect(await build.findByRole('button', { name: 'Cancel: Build' })).toBeVisible()
  fake.jobs.finish(1)
  expect(await build.findByText('It builds')).toBeVisible()
  expect(build.getByRole('region', { name: 'What Go writes' })).toHaveTextContent('go build ./...')
})

test('what cannot be begun is said', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^hello/))
  fake.failNext('project_build')
  await user.click(await within(await detail('hello')).findByRole('button', { name: 'Build' }))
  expect(await screen.findByText('It does not work just now')).toBeVisible()
})

test('the team’s file is shown whole before anything of it is done', async () => {
  const { user } = await openProjects()
  await user.click(await project(/^backend/))
  await user.click(await screen.findByRole('button', { name: /^Show….*team/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Office' })
  const parts = await within(dialog).findByRole('list', { name: 'What it proposes' })
  expect(within(parts).getAllByRole('listitem')).toHaveLength(2)
  expect(dialog).toHaveTextContent('https://wiki.corp.example/go')
  await user.click(within(parts).getByRole('button', { name: /^Install…/ }))
  expect(await screen.findByRole('dialog', { name: 'Install a Go toolchain' })).toBeVisible()
})

test('one confirmation follows the team’s file: the settings are applied, the profile is kept', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^backend/))
  await user.click(await screen.findByRole('button', { name: /^Show….*team/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Office' })
  expect(await within(dialog).findByRole('region', { name: 'In the file' })).toBeVisible()
  const follow = within(dialog).getByRole('button', { name: 'Follow' })
  await waitFor(() => expect(follow).toBeEnabled())
  await user.click(follow)
  await waitFor(() => expect(calls(fake, 'project_team_keep')).toHaveLength(1))
  expect(calls(fake, 'env_apply')).toHaveLength(1)
  // What is no setting is still to be done, by its own button.
  await waitFor(() => expect(follow).not.toBeInTheDocument())
  expect(within(dialog).getByRole('button', { name: /^Install…/ })).toBeVisible()
})

test('the dialog closes when nothing of the team’s file is left to do', async () => {
  const { user, fake } = await openProjects()
  fake.world.projects.projects.find(({ folder }) => folder.endsWith('backend'))!.steps = [
    'follow-team-profile',
  ]
  await user.click(await project(/^backend/))
  await user.click(await screen.findByRole('button', { name: /^Show….*team/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Office' })
  const follow = within(dialog).getByRole('button', { name: 'Follow' })
  await waitFor(() => expect(follow).toBeEnabled())
  await user.click(follow)
  await waitFor(() => expect(dialog).not.toBeInTheDocument())
})

test('a team file that is refused says why, and nothing of it is offered', async () => {
  const { user } = await openProjects()
  await user.click(await project(/^shop/))
  const shop = await detail('shop')
  expect(await within(shop).findByText(/GOPROXY holds a password/)).toBeVisible()
  expect(within(shop).queryByRole('button', { name: /^Show…/ })).toBeNull()
})

test('a file for the team is written as it was shown', async () => {
  const { user, fake } = await openProjects()
  await user.click(await project(/^blog/))
  await user.click(await screen.findByRole('button', { name: 'Actions for blog' }))
  await user.click(screen.getByRole('menuitem', { name: /Write a team file/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Write a file for the team' })
  await within(dialog).findByText(/GOPRIVATE/)
  await user.click(within(dialog).getByRole('button', { name: 'Write' }))
  await waitFor(() => expect(calls(fake, 'project_team_write')).toHaveLength(1))
  expect(await screen.findByText('Written to ~/src/blog/.burrow.toml')).toBeVisible()
})

test('a folder is added by its path, and one that is not there says so', async () => {
  const { user, fake } = await openProjects({ scenario: 'projects-empty' })
  expect(await screen.findByText('No project is known yet')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Add a folder…' })[0]!)
  const dialog = await screen.findByRole('dialog', { name: 'Projects' })
  const field = within(dialog).getByRole('textbox', { name: /^Path of a folder/ })
  await waitFor(() => expect(field).toHaveFocus())
  await user.type(field, '/home/you/src/one{Enter}')
  await waitFor(() =>
    expect(calls(fake, 'cache_add_folder')[0]?.args).toEqual({ folder: '/home/you/src/one' }),
  )
})

test('a found folder is added with one click', async () => {
  const { user, fake } = await openProjects({ scenario: 'projects-empty' })
  await user.click(await screen.findByRole('button', { name: 'Add ~/work/experiments' }))
  expect(calls(fake, 'project_add')[0]?.args).toEqual({ folder: '/home/you/work/experiments' })
  expect(await project(/^experiments/)).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'Actions for experiments' }))
  await user.click(screen.getByRole('menuitem', { name: /^Remove from the list/ }))
  expect(await screen.findByText('No project is known yet')).toBeVisible()
})

test('a list that cannot be had says so, and can be asked for again', async () => {
  const { user } = await openProjects({ fail: 'project_list' })
  expect(await screen.findByText('The projects cannot be listed')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await project(/^blog/)).toBeVisible()
})

test('of a project that cannot be looked at the rest stands', async () => {
  await openProjects({ fail: 'project_detail' })
  expect(await screen.findByText('This project could not be looked at')).toBeVisible()
  expect(await project(/^blog/)).toBeVisible()
})

test('in a narrow window the detail takes the place of the list, and there is a way back', async () => {
  const { user } = await openProjects()
  media.set({ narrow: true })
  await user.click(await project(/^blog/))
  expect(await detail('blog')).toBeVisible()
  expect(screen.queryByRole('listbox', { name: 'Projects' })).toBeNull()
  await user.keyboard('{Escape}')
  await waitFor(async () => expect(await list()).toHaveFocus())
})

test('a project is found by the palette', async () => {
  const { user } = await openProjects()
  await project(/^blog/)
  await user.keyboard('{Control>}1{/Control}{Control>}k{/Control}')
  await user.keyboard('hello{Enter}')
  expect(await detail('hello')).toBeVisible()
})

test('a folder that is dropped on the window becomes known, and one that is not there says so', async () => {
  const { fake } = await openProjects({ scenario: 'projects-empty' })
  fake.drop(['/home/you/src/dropped'])
  expect(await detail('dropped')).toBeVisible()
  fake.drop(['/home/you/missing'])
  expect(await screen.findByText(/is not there/)).toBeVisible()
})

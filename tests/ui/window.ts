import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import App from '../../ui/src/App.svelte'
import type { Commands } from '../../ui/src/backend/bindings'
import { FakeBackend } from '../../ui/src/backend/fake'

type Options = ConstructorParameters<typeof FakeBackend>[0] & {
  /** The first call of this command is rejected. */
  fail?: keyof Commands
}

/** Opens the window on a fake machine and waits until it shows something. */
export async function openWindow({ fail, ...options }: Options = {}) {
  const fake = new FakeBackend(options)
  if (fail) fake.failNext(fail)
  const user = userEvent.setup()
  render(App, { backend: fake })
  await screen.findByRole('button', { name: /Folder|文件夹/ })
  return { fake, user }
}

export type Opened = Awaited<ReturnType<typeof openWindow>>

/** The Environment page with one variable chosen. */
export async function openVariable(name: string, options?: ConstructorParameters<typeof FakeBackend>[0]) {
  const opened = await openWindow(options)
  await opened.user.keyboard('{Control>}k{/Control}')
  await opened.user.type(screen.getByRole('combobox'), `${name}{Enter}`)
  await detail(name)
  return opened
}

export const detail = (name: string) => screen.findByRole('article', { name })

export const setting = (name: string) => screen.getByRole('textbox', { name: `Your setting of ${name}` })

export const apply = () => screen.getByRole('button', { name: 'Apply' })

/** The rungs of the ladder as text, strongest first. */
export function ladder(): string[] {
  const list = screen.getByRole('list', { name: /Where the value comes from/ })
  return within(list)
    .getAllByRole('listitem')
    .map((rung) => rung.textContent.replace(/\s+/g, ' ').trim())
}

export function calls(fake: FakeBackend, command: string) {
  return fake.calls.filter((c) => c.command === command)
}

/** The Toolchains page. */
export async function openToolchains(options?: Options) {
  const opened = await openWindow(options)
  await opened.user.keyboard('{Control>}3{/Control}')
  await screen.findByRole('heading', { level: 1, name: /Toolchains|工具链/ })
  await screen.findByRole(options?.fail === 'sdk_toolchains' ? 'tablist' : 'region', {
    name: /Which Go runs|哪个 Go|What to show/,
  })
  return opened
}

/** The Caches page. */
export async function openCaches(options?: Options) {
  const opened = await openWindow(options)
  await opened.user.keyboard('{Control>}4{/Control}')
  await screen.findByRole('heading', { level: 1, name: /Caches|缓存/ })
  if (!options?.scenario || !/first|empty/.test(options.scenario)) {
    if (options?.fail !== 'cache_caches')
      await screen.findAllByRole('option', { name: /kubernetes|smaller|较小/ }, { timeout: 20_000 })
  }
  return opened
}

/** The Proxies page. */
export async function openProxies(options: Options = {}) {
  const opened = await openWindow({ scenario: 'proxies', ...options })
  await opened.user.keyboard('{Control>}5{/Control}')
  await screen.findByRole('heading', { level: 1, name: /Proxies|代理/ })
  if (options.fail !== 'proxy_view') await screen.findByRole('region', { name: /The way of|走的路/ })
  if (options.fail !== 'profile_list') await screen.findByRole('radiogroup', { name: /Profiles|配置/ })
  return opened
}

/** The Projects page. */
export async function openProjects(options: Options = {}) {
  const opened = await openWindow(options)
  await opened.user.keyboard('{Control>}6{/Control}')
  await screen.findByRole('heading', { level: 1, name: /Projects|项目/ })
  return opened
}

/** The row of the list that begins with this: a version, or `broken`. */
export const sdkRow = (begin: string) =>
  screen.getByRole('row', { name: new RegExp(`^${begin.replaceAll('.', '\\.')}( |$)`) })

/** The Doctor page. */
export async function openDoctor(options: Options = {}) {
  const opened = await openWindow(options)
  await opened.user.keyboard('{Control>}7{/Control}')
  if (options.fail === 'doctor_view') await screen.findByRole('button', { name: 'Try again' })
  else await screen.findByRole('region', { name: /What was checked|检查了什么/ })
  return opened
}

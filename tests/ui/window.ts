import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import App from '../../ui/src/App.svelte'
import { FakeBackend } from '../../ui/src/backend/fake'

/** Opens the window on a fake machine and waits until it shows something. */
export async function openWindow(options: ConstructorParameters<typeof FakeBackend>[0] = {}) {
  const fake = new FakeBackend(options)
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

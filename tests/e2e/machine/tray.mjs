// The icon in the tray, worked as a desktop works it: over D-Bus, without a desktop.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Calls a method and answers with what gdbus prints of the answer. */
async function call(dest, path, method, ...args) {
  const to = ['--session', '--dest', dest, '--object-path', path, '--method', method]
  const { stdout } = await run('gdbus', ['call', ...to, '--', ...args])
  return stdout
}

export class Tray {
  #name

  /** The icon of this process, once it is there. */
  static async of(page, pid) {
    const tray = new Tray()
    await page.until(async () => {
      tray.#name = await named(pid)
      return tray.#name !== null
    }, 'an icon in the tray')
    return tray
  }

  /** The items: number, label without the marks of access keys, mark, whether it can be chosen. */
  async items() {
    const layout = await call(this.#name, '/MenuBar', 'com.canonical.dbusmenu.GetLayout', '0', '-1', '[]')
    return [...layout.matchAll(/\((\d+), \{([^{}]*)\}/g)].map(([, id, properties]) => ({
      id: Number(id),
      label: (text(properties, 'label') ?? '').replaceAll('__', '_'),
      radio: /'toggle-type': <'radio'>/.test(properties),
      marked: /'toggle-state': <1>/.test(properties),
      enabled: !/'enabled': <false>/.test(properties),
    }))
  }

  async labels() {
    return (await this.items()).map(({ label }) => label)
  }

  /** The label of the marked profile; null: none is. */
  async marked() {
    return (await this.items()).find(({ radio, marked }) => radio && marked)?.label ?? null
  }

  /** Chooses the item with this beginning. */
  async choose(beginning) {
    const item = (await this.items()).find(({ label, enabled }) => enabled && label.startsWith(beginning))
    if (!item) throw new Error(`no ${beginning} in ${JSON.stringify(await this.labels())}`)
    await call(
      this.#name,
      '/MenuBar',
      'com.canonical.dbusmenu.Event',
      String(item.id),
      "'clicked'",
      '<0>',
      '0',
    )
  }

  /** What a click on the icon does. */
  async click() {
    await call(this.#name, '/StatusNotifierItem', 'org.kde.StatusNotifierItem.Activate', '0', '0')
  }
}

/** The name of the icon of a process on the bus; null: there is none. */
export async function named(pid) {
  const bus = 'org.freedesktop.DBus'
  const names = await call(bus, '/org/freedesktop/DBus', `${bus}.ListNames`)
  return new RegExp(`org\\.kde\\.StatusNotifierItem-${pid}-\\d+`).exec(names)?.[0] ?? null
}

/** A text among the properties: with single quotes around it, or double ones where it holds a single one. */
function text(properties, name) {
  const found = new RegExp(`'${name}': <(?:'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)")>`).exec(
    properties,
  )
  return found ? (found[1] ?? found[2]) : null
}

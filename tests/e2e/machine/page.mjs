// The page in the window, asked as a person or a screen reader meets it: by role, name and text.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Key } from 'webdriverio'

const require = createRequire(import.meta.url)
const source = (file) => readFileSync(require.resolve(file), 'utf8')
const testingLibrary = source('@testing-library/dom/dist/@testing-library/dom.umd.js')
const axe = source('axe-core/axe.min.js')
const out = join(import.meta.dirname, '..', 'out')
const patience = 10_000

/** A name is a text, which must be the whole name, or a pattern. */
const wire = (name) => (name instanceof RegExp ? { source: name.source, flags: name.flags } : (name ?? null))

export class Page {
  #close

  constructor(browser, home, close) {
    this.browser = browser
    this.home = home
    this.#close = close
  }

  async close() {
    const close = this.#close
    this.#close = undefined
    await close?.()
  }

  /** Runs a function in the window. */
  run(work, ...args) {
    return this.browser.execute(work, ...args)
  }

  /** Asks a command of the app over the page's own channel; for what no person can see. */
  ask(command, args = {}) {
    return this.run((name, given) => window.__TAURI_INTERNALS__.invoke(name, given), command, args)
  }

  /** Waits until `work` answers something true; `what` says in the failure what was waited for. */
  async until(work, what, limit = patience) {
    const end = Date.now() + limit
    for (;;) {
      const answer = await work()
      if (answer) return answer
      if (Date.now() > end) throw new Error(`not within ${limit / 1000} s: ${what}`)
      await sleep(40)
    }
  }

  /** All elements of this role and name that are there now. */
  async all(role, name, within) {
    await this.#bring('TestingLibraryDom', testingLibrary)
    const found = await this.run(
      (aRole, aName, root) =>
        window.TestingLibraryDom.queryAllByRole(root ?? document.body, aRole, {
          name: aName?.source === undefined ? (aName ?? undefined) : new RegExp(aName.source, aName.flags),
        }),
      role,
      wire(name),
      within ?? null,
    )
    return Promise.all(found.map((element) => this.browser.$(element)))
  }

  /** The one element of this role and name, as soon as it is there. */
  async the(role, name, within) {
    const [first, second] = await this.until(async () => {
      const found = await this.all(role, name, within)
      return found.length > 0 && found
    }, `a ${role} named ${name}`)
    if (second) throw new Error(`more than one ${role} is named ${name}`)
    return first
  }

  async click(role, name, within) {
    const element = await this.the(role, name, within)
    await element.click()
  }

  async press(...keys) {
    await this.browser.keys(keys)
  }

  /** Types letter by letter: of keys that are pressed at once, the same one counts once. */
  async type(text) {
    for (const letter of text) await this.browser.keys(letter)
  }

  /** Walks with Tab until what has the focus is called this. */
  async tabTo(name) {
    for (let i = 0; i < 60; i += 1) {
      const focused = await this.run(() => {
        const { activeElement: at } = document
        return `${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''}`.trim()
      })
      if (name.test(focused)) return
      await this.press(Key.Tab)
    }
    throw new Error(`Tab does not lead to ${name}`)
  }

  /** Enter on the button of this name, once it can be pressed and Tab has led there. */
  async enter(name, limit = 60_000) {
    const there = async () => {
      const buttons = await this.all('button', name)
      return buttons.length > 0 && (await buttons[0].isEnabled())
    }
    await this.until(there, `${name} is there`, limit)
    await this.tabTo(name)
    await this.press(Key.Enter)
  }

  /** All text that is visible. */
  text() {
    return this.run(() => document.body.innerText)
  }

  /** Waits until the window shows a text. */
  async sees(text, limit) {
    const shows = async () => {
      const now = await this.text()
      return text instanceof RegExp ? text.test(now) : now.includes(text)
    }
    await this.until(shows, `the window shows ${text}`, limit)
  }

  /** Waits until the window shows something true. The wizard of a first run is left, unless a test is about it. */
  async ready({ wizard = false } = {}) {
    if (await this.ask('welcome_due')) {
      const steps = await this.the('navigation', 'Steps')
      if (wizard) return
      await this.press(Key.Escape)
      await this.until(async () => !(await steps.isExisting()), 'the wizard is left')
    }
    await this.the('region', 'What this page is about')
    await this.until(() => this.run(() => document.querySelector('main h1') !== null), 'a headline')
    await this.until(async () => (await this.all('button', /^Toolchain: /)).length === 1, 'a context')
  }

  /** Waits until nobody is being asked any more. */
  async settled() {
    const asked = async () => {
      const { askers } = await this.ask('env_snapshot')
      return askers.every((asker) => asker.state !== 'asking')
    }
    await this.until(asked, 'every asker has answered', 30_000)
  }

  /** Goes to the Environment page, as a new terminal sees it. */
  async environment() {
    await this.ready()
    await this.settled()
    await this.click('button', /^Environment(, |$)/)
    await this.the('listbox', 'Variables')
  }

  /** Shows a variable's detail. */
  async variable(name) {
    await this.environment()
    const search = await this.the('searchbox', /^Search/)
    await search.setValue(name)
    await this.click('option', new RegExp(`^${name}\\b`))
    await this.the('article', name)
  }

  /** Opens the install dialog on the versions of a mirror. */
  async offered(mirror) {
    await this.click('button', 'Install…')
    const dialog = await this.the('dialog', 'Install a Go toolchain')
    await this.click('button', /^From: /, dialog)
    await this.click('option', /^Another address/)
    await (await this.the('textbox', 'Address of the mirror')).setValue(mirror.url)
    await this.click('button', 'Look there')
    return dialog
  }

  /** Every row of the list: name → value. Only the rows in sight exist, so the list is scrolled through. */
  async rows() {
    const pairs = await this.run(async () => {
      const list = document.querySelector('[role=listbox]')
      const frame = () =>
        new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const found = new Map()
      for (let top = 0; top <= list.scrollHeight; top += list.clientHeight / 2) {
        list.scrollTop = top
        await frame()
        for (const row of list.querySelectorAll('[role=option]')) {
          const [name, value] = row.querySelectorAll('.name, [title]')
          found.set(name.textContent, value?.title ?? '')
        }
      }
      return [...found]
    })
    return new Map(pairs)
  }

  /** Applies what is previewed, once it can be. */
  async apply(within) {
    const button = await this.the('button', 'Apply', within)
    await this.until(() => button.isEnabled(), 'the change can be applied')
    await button.click()
  }

  /** What is wrong with the page as it is now: what axe finds, and what is cut off. */
  async faults() {
    await this.#bring('axe', axe)
    const violations = await this.run(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
      return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
    })
    return [...violations, ...(await this.#cut())]
  }

  /** What reaches out at the side of what holds it, where nobody can scroll to. */
  #cut() {
    return this.run(() => {
      const meant = (style) => style.textOverflow === 'ellipsis'
      const holds = (style) => ['hidden', 'clip'].includes(style.overflowX)
      const scrolls = (style) => ['auto', 'scroll'].includes(style.overflowX)
      const holder = (element) => {
        for (let above = element.parentElement; above; above = above.parentElement) {
          const style = getComputedStyle(above)
          if (scrolls(style) || meant(style)) return null
          if (holds(style)) return above
        }
        return document.documentElement
      }
      const out = (element) => {
        const box = element.getBoundingClientRect()
        const style = getComputedStyle(element)
        if (box.width <= 1 || !element.checkVisibility()) return false
        if (holds(style) && !meant(style) && element.scrollWidth > element.clientWidth + 1) return true
        const frame = holder(element)?.getBoundingClientRect()
        return frame && (box.right > frame.right + 1 || box.left < frame.left - 1)
      }
      const says = (element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
      const seen = [...document.querySelectorAll('body *:not(svg *, .sr-only, .sr-only *)')]
      const found = seen.filter(
        (element) => (says(element) || element.matches('button, input')) && out(element),
      )
      const main = document.querySelector('main')
      const sideways =
        main && main.scrollWidth > main.clientWidth + 1 ? ['the page can be scrolled sideways'] : []
      const told = found.map(
        (element) => `cut off: ${element.tagName} ${element.className}: ${element.textContent.slice(0, 80)}`,
      )
      return [...sideways, ...told]
    })
  }

  /** A picture of the window in tests/e2e/out. */
  async picture(name) {
    // What was asked for last is painted with the next frame.
    await this.browser.executeAsync((done) => requestAnimationFrame(() => setTimeout(done, 50)))
    await this.browser.saveScreenshot(join(out, `${name}.png`))
  }

  /** What a person needs to see why a test failed. */
  async evidence() {
    const name = `failed-${Date.now()}`
    try {
      await this.picture(name)
      await writeFile(join(out, `${name}.txt`), await this.text())
      console.log(`see tests/e2e/out/${name}.png`)
    } catch {
      // The window itself is gone, and the test's own failure says more.
    }
  }

  /** A library of the tests, in the window once. */
  async #bring(global, code) {
    if (await this.run((name) => name in window, global)) return
    await this.browser.execute(`${code}\n;if (!('${global}' in window)) throw new Error('no ${global}')`)
  }
}

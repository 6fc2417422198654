// The whole job without a pointer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

/** What has the focus: its role or tag, its name, and whether a person can see that. */
const focus = (page) =>
  page.run(() => {
    const { activeElement: element } = document
    const style = getComputedStyle(element)
    return {
      role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
      name: element.getAttribute('aria-label') ?? element.textContent.trim(),
      visible:
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
    }
  })

const focused = (page, role, name) =>
  page.until(async () => {
    const now = await focus(page)
    return now.role === role && now.name.startsWith(name)
  }, `the focus is on the ${role} ${name}`)

test('find, change, apply and take back by keyboard alone', async () => {
  const home = new Home()
  const before = home.goEnv().GONOPROXY
  await inWindow(home, async (page) => {
    await page.ready()
    await page.settled()

    await page.press(Key.Ctrl, '2')
    await page.the('listbox', 'Variables')
    await page.press('/')
    await focused(page, 'searchbox', 'Search')
    await page.press('gonoproxy')
    await page.press(Key.ArrowDown)
    await focused(page, 'listbox', 'Variables')
    await page.press(Key.Home)
    await page.the('article', 'GONOPROXY')

    await page.press(Key.Enter)
    await focused(page, 'input', 'Your setting of GONOPROXY')
    await page.press('git.example.com')
    await page.the('region', 'In the file')
    const apply = await page.the('button', 'Apply')
    await page.until(() => apply.isEnabled(), 'the preview is there')
    await page.press(Key.Enter)
    await page.sees('GONOPROXY is set')
    assert.equal(home.goEnv().GONOPROXY, 'git.example.com')

    await page.press(Key.Escape)
    await focused(page, 'listbox', 'Variables')
    await page.press(Key.Ctrl, 'z')
    await page.sees('Taken back')
    assert.equal(home.goEnv().GONOPROXY, before)
  })
})

test('the palette leads to any variable and gives the focus back', async () => {
  await inWindow(new Home(), async (page) => {
    await page.ready()
    await page.settled()
    await page.press(Key.Ctrl, 'k')
    await focused(page, 'combobox', 'Find')
    await page.press('gotoolc')
    await page.the('option', /^GOTOOLCHAIN/)
    await page.press(Key.Enter)
    await page.the('article', 'GOTOOLCHAIN')

    await page.press(Key.Ctrl, '1')
    await page.click('button', /^Find anything/)
    await focused(page, 'combobox', 'Find')
    await page.press(Key.Escape)
    await focused(page, 'button', 'Find anything')
  })
})

test('Tab reaches everything on a page, and the focus can always be seen', async () => {
  await inWindow(new Home(), async (page) => {
    await page.environment()
    const reached = []
    for (let i = 0; i < 60; i += 1) {
      await page.press(Key.Tab)
      const now = await focus(page)
      if (now.role === 'body') continue
      if (reached.some(({ role, name }) => role === now.role && name === now.name)) break
      reached.push(now)
    }
    const names = reached.map(({ role, name }) => `${role} ${name}`)
    for (const wanted of [/^button Settings/, /^searchbox Search/, /^listbox Variables/, /^radio auto/]) {
      assert.ok(
        names.some((name) => wanted.test(name)),
        `${wanted} is not among ${names.join(', ')}`,
      )
    }
    assert.deepEqual(
      reached.filter(({ visible }) => !visible).map(({ role, name }) => `${role} ${name}`),
      [],
      'focused, and nobody can see it',
    )
  })
})

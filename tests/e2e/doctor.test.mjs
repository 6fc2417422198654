// The Doctor page on a machine that is in a bad way: what is wrong is found with its proof, a fix is seen before it is
// made, go agrees with it, and it can be taken back.
import assert from 'node:assert/strict'
import { chmodSync, readFileSync, statSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

const goenv = '.config/go/env'
const secret = 'hush-hush-9137'

/** A service that has ended, modules switched off, a setting without effect, logins that everybody may read. */
function messy() {
  const home = new Home({
    files: {
      [goenv]: 'GO111MODULE=off\nGOPROXY=https://gocenter.io,direct\nGOPRIVATE=git.corp.example\n',
    },
  })
  home.write(
    '.bash_profile',
    `export PATH='${home.env.PATH}'\n\n# work\nexport GOPRIVATE=other.corp.example\n`,
  )
  chmodSync(home.write('.netrc', `machine git.corp.example login someone password ${secret}\n`), 0o644)
  return home
}

const open = async (page) => {
  await page.ready()
  await page.settled()
  await page.press(Key.Ctrl, '7')
  await page.the('region', 'What was checked')
}

/** The ids of what is found, as soon as it is so. */
const found = (page, so, what) =>
  page.until(async () => {
    const { looking, findings } = await page.ask('doctor_view')
    const ids = findings.map(({ id }) => id)
    return !looking && so(ids) && ids
  }, what)

const all = ['go111module-set', 'goproxy-gone', 'env-shadowed', 'netrc-readable']

test('a messy machine is found out, a fix is previewed and made, go agrees, and undo takes it back', async () => {
  const home = messy()
  await inWindow(home, async (page) => {
    await open(page)
    await found(page, (ids) => all.every((id) => ids.includes(id)), 'everything is found')
    await page.sees(/things need a look/)
    await page.sees('~/.bash_profile:4')
    await page.picture('doctor-mess')
    assert.deepEqual(await page.faults(), [])
    const shown = (await page.text()) + JSON.stringify(await page.ask('doctor_view'))
    assert.ok(!shown.includes(secret), 'a password is shown')

    assert.equal(home.goEnv().GO111MODULE, 'off')
    await page.click('button', /GO111MODULE.*: GO111MODULE=off/)
    const dialog = await page.the('dialog')
    await page.sees('GO111MODULE=off')
    await page.apply(dialog)
    await page.until(() => home.goEnv().GO111MODULE === '', 'go sees the fix')
    await found(page, (ids) => !ids.includes('go111module-set'), 'the finding is gone')
    await page.until(
      async () => (await page.all('button', /^Why\?: GO111MODULE/)).length === 0,
      'its row too',
    )

    await page.click('button', 'Undo')
    await page.until(() => home.goEnv().GO111MODULE === 'off', 'it is taken back')
    await page.the('button', /^Why\?: GO111MODULE/)
  })
})

test('logins are closed to others, opened again by undo, and followed when somebody else closes them', async () => {
  const home = messy()
  const netrc = home.path('.netrc')
  const mode = () => statSync(netrc).mode & 0o777
  const isOpen = (page, open) =>
    found(
      page,
      (ids) => ids.includes('netrc-readable') === open,
      `the logins are ${open ? 'open' : 'closed'}`,
    )
  await inWindow(home, async (page) => {
    await open(page)
    await isOpen(page, true)
    await page.click('button', /^Keep \.netrc to yourself/)
    const dialog = await page.the('dialog')
    await page.sees('~/.netrc')
    await page.picture('dialog-doctor-fix')
    assert.deepEqual(await page.faults(), [])
    await page.apply(dialog)
    await page.until(() => mode() === 0o600, 'nobody else reads it')
    await isOpen(page, false)

    await page.click('button', 'Undo')
    await page.until(() => mode() === 0o644, 'it is as it was')
    await isOpen(page, true)

    chmodSync(netrc, 0o600)
    await isOpen(page, false)
    assert.ok(readFileSync(netrc, 'utf8').includes(secret), 'the file itself is as it was')
  })
})

test('by keyboard alone: a reason, a fix, and a report', async () => {
  const home = messy()
  await inWindow(home, async (page) => {
    await open(page)
    const focused = () => page.run(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await page.press(Key.Ctrl, 'k')
    await page.the('combobox')
    await page.browser.keys('GO111MODULE=off')
    await page.press(Key.Enter)
    await page.until(
      async () => (await focused()).startsWith('Why?: GO111MODULE'),
      'the finding has the focus',
    )
    const [up, down] =
      (await page.ask('doctor_view')).findings.at(-1).id === 'go111module-set'
        ? ['ArrowUp', 'ArrowDown']
        : ['ArrowDown', 'ArrowUp']
    await page.press(Key[up])
    await page.until(async () => /^Why\?: (?!GO111MODULE)/.test(await focused()), 'the next one has it')
    await page.press(Key[down])
    await page.press(Key.Tab)
    await page.press(Key.Enter)
    const dialog = await page.the('dialog')
    const apply = await page.the('button', 'Apply', dialog)
    await page.until(() => apply.isEnabled(), 'the fix can be made')
    await page.press(Key.Enter)
    await page.until(() => home.goEnv().GO111MODULE === '', 'go sees the fix')
    await page.press(Key.Ctrl, 'z')
    await page.until(() => home.goEnv().GO111MODULE === 'off', 'it is taken back')

    await page.press(Key.Ctrl, 'k')
    await page.the('combobox')
    await page.type('report')
    await page.press(Key.Enter)
    const report = await page.the('dialog', /^Report/)
    await page.the('region', undefined, report)
    await page.sees(/gocenter\.io/)
    await page.picture('dialog-report')
    assert.ok(!(await page.text()).includes(secret), 'a password is in the report')
    assert.deepEqual(await page.faults(), [])
  })
})

test('what takes long is looked at when it is asked for, and tells how far it is', async () => {
  const home = messy()
  await inWindow(home, async (page) => {
    await open(page)
    await page.sees(/only when you look deeper/)
    await page.click('button', 'Look deeper')
    const looked = async () => {
      const { slow, slowAt } = await page.ask('doctor_view')
      return slow === null && slowAt !== null
    }
    await page.until(looked, 'it has looked deeper', 90_000)
    await page.picture('doctor-deeper')
  })
})

/** Burrow warns below 5 GiB, and rightly so; other programs write in the meantime. */
const isScarce = () => {
  const { bavail, bsize } = statfsSync(tmpdir())
  return bavail * bsize < 6 * 2 ** 30
}

test('a machine where all is well is calm', async (t) => {
  if (isScarce()) return t.skip('the disk of this machine is nearly full')
  const home = new Home()
  await inWindow(home, async (page) => {
    await open(page)
    const ids = await found(page, () => true, 'it has looked')
    assert.deepEqual(ids, [])
    await page.sees('Nothing is wrong with your Go')
    await page.picture('doctor-calm')
    await page.press(Key.Ctrl, '1')
    await page.sees('Nothing is wrong with your Go')
  })
})

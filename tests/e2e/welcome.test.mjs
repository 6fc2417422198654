// The setup of a first run by keyboard alone: from no Go at all to a built project, and behind a dead first hop with
// the proposal of a team.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { newest, version } from './machine/managers.mjs'
import { Mirror } from './machine/mirror.mjs'
import { buildsOffline, project, proxied } from './machine/projects.mjs'
import { withServers } from './machine/servers.mjs'
import { inWindow } from './machine/window.mjs'

const shop = (home) => home.path('src', 'shop')

/** Names the folder of the projects by typing, and goes on. */
async function nameProjects(page, home) {
  await page.sees('Where are your projects?')
  await page.tabTo(/^Path of a folder/)
  await page.type(home.path('src'))
  await page.press(Key.Enter)
  await page.until(
    async () => (await page.ask('welcome_state')).folders.some((one) => one.named),
    'it is named',
  )
  assert.deepEqual(await page.faults(), [])
  await page.picture('welcome-projects')
  await page.enter(/^Next$/)
  await page.sees('Which Go runs them?')
}

/** Downloads what the project of the last step needs, and builds it. */
async function build(page, home) {
  await page.sees('Ready to build?')
  await page.sees('one module to download', 60_000)
  await page.enter(/^Download: /)
  await page.sees('Ready, also without a network', 60_000)
  await page.enter(/^Build$/)
  const built = async () => {
    const view = await page.ask('project_build_view', { project: shop(home) })
    if (view && !view.running) assert.equal(view.tone, 'good', view.sentence)
    return view?.tone === 'good'
  }
  await page.until(built, 'the project is built', 180_000)
  await page.picture('welcome-built')
  assert.deepEqual(await page.faults(), [])
  await page.enter(/^Finish$/)
  await page.the('article', 'shop')
}

test('from no Go at all to a built project, by keyboard alone', async () => {
  const mirror = await Mirror.with(newest, { whole: true })
  const home = new Home({ go: false })
  const goproxy = proxied(home)
  home.write('.config/go/env', `GOPROXY=${goproxy}\nGOSUMDB=off\n`)
  project(home, 'src/shop', ['example.com/first'], { goproxy, go: join(newest, 'bin', 'go') })
  try {
    await inWindow(home, async (page) => {
      await page.ready({ wizard: true })
      await nameProjects(page, home)
      await page.sees('There is no Go on this machine', 30_000)
      await page.picture('welcome-no-go')

      await page.enter(/^Install Go/)
      await page.the('dialog', 'Install a Go toolchain')
      await page.tabTo(/^From/)
      await page.press(Key.Enter)
      await page.the('option', /^Another address/)
      await page.press(Key.End)
      await page.press(Key.Enter)
      const address = await page.the('textbox', 'Address of the mirror')
      await page.until(() => address.isFocused(), 'the address can be typed')
      await page.type(mirror.url)
      await page.press(Key.Enter)
      await page.enter(new RegExp(`^Install ${version(newest)}`))
      await page.sees(`Installing ${version(newest)}`)
      await page.picture('welcome-installing')
      const sdk = home.path('sdk', version(newest))
      await page.until(() => existsSync(join(sdk, 'bin', 'go')), 'the toolchain is there', 180_000)

      await page.enter(/^Use .* in terminals/)
      await page.the('dialog')
      await page.enter(/^Apply$/)
      await page.sees(`There is ${version(newest)}, and a terminal gets it`, 60_000)
      await page.picture('welcome-go')
      assert.deepEqual(await page.faults(), [])
      await page.enter(/^Next$/)

      await page.sees('Which way do modules come?')
      await page.enter(/^Next$/)
      await build(page, home)
      assert.ok(buildsOffline(home, 'src/shop', join(sdk, 'bin', 'go')), 'real go agrees')
    })
  } finally {
    mirror.close()
  }
})

test('the proposal of a team leads past a dead first hop, by keyboard alone', () =>
  withServers(async (servers) => {
    const [dead, live] = [servers.url('refused'), servers.url('ok-http')]
    const home = new Home()
    home.write('.config/go/env', `GOPROXY=${dead},${live}\nGOSUMDB=off\n`)
    const team = `private = ["git.corp.example"]\n\n[profile]\nname = "Team"\n\n[profile.set]\nGOPROXY = "${live}"\n`
    project(home, 'src/shop', [servers.module], { goproxy: live, write: { '.burrow.toml': team } })
    const files = readdirSync(shop(home))
    await inWindow(home, async (page) => {
      await page.ready({ wizard: true })
      await page.settled()
      await nameProjects(page, home)
      await page.sees(`There is ${version(newest)}`, 30_000)
      await page.enter(/^Next$/)

      await page.sees('Which way do modules come?')
      await page.sees(/Every download fails/, 60_000)
      await page.picture('welcome-dead-hop')
      await page.enter(/^Show….*Team/)
      const dialog = await page.the('dialog', 'Team')
      await page.the('region', 'In the file', dialog)
      await page.picture('welcome-team')
      assert.deepEqual(await page.faults(), [])
      await page.enter(/^Follow$/)
      const go = () => home.goEnv()
      await page.until(() => go().GOPROXY === live, 'go sees the proxy that the team proposes')
      assert.equal(go().GOPRIVATE, 'git.corp.example', 'and what is private to it')
      await page.until(async () => (await page.all('dialog')).length === 0, 'the dialog is closed')
      await page.until(
        async () => !(await page.text()).includes('Every download fails'),
        'nothing is wrong',
        60_000,
      )
      const { list } = await page.ask('profile_list')
      assert.ok(
        list.some(({ name, builtIn }) => name === 'Team' && !builtIn),
        'it is kept among the profiles',
      )
      await page.picture('welcome-followed')
      await page.enter(/^Next$/)
      await build(page, home)
      assert.deepEqual(readdirSync(shop(home)), files, 'no file came into the project')
    })
  }))

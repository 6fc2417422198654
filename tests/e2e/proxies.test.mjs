// The Proxies page over real servers on loopback: what is wrong with each is told, a switch mends it, undo takes it back,
// and no secret is shown or kept.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Key } from 'webdriverio'
import { Home } from './machine/home.mjs'
import { withServers } from './machine/servers.mjs'
import { inWindow } from './machine/window.mjs'

const goenv = '.config/go/env'

const open = async (page) => {
  await page.ready()
  await page.settled()
  await page.press(Key.Ctrl, '5')
  await page.sees('The way of a public module')
}

/** In a terminal, too, the servers' certificates are believed. */
const believing = (home, { ca }) => {
  const file = home.write('ca.pem', ca)
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\nexport SSL_CERT_FILE='${file}'\n`)
}

/** Every entry has been tested, and nothing is being tested any more. */
const tested = (page, limit) =>
  page.until(
    async () => {
      const { hops, testing } = await page.ask('proxy_view')
      const known = ({ kind, neverAsked, health }) => kind === 'direct' || neverAsked !== null || health
      return !testing && hops.every(known) && hops
    },
    'every entry is tested',
    limit,
  )

/** Imports a profile as a person does who was sent one. */
const imported = async (page, toml) => {
  await page.click('button', 'Import…')
  const dialog = await page.the('dialog', 'Import a profile')
  const typed = toml.replaceAll('\n', Key.Enter)
  await (await page.the('textbox', 'Text of the file', dialog)).setValue(typed)
  const button = await page.the('button', 'Import', dialog)
  await page.until(() => button.isEnabled(), 'the profile can be imported')
  await button.click()
}

test('a dead first hop is red with its reason, a switch turns it green, and undo takes it back', () =>
  withServers(async (servers) => {
    const dead = `${servers.url('refused')},${servers.url('ok-http')}`
    const home = new Home({ files: { [goenv]: `GOPROXY=${dead}\nGOSUMDB=off\n` } })
    await inWindow(home, async (page) => {
      await open(page)
      const [first] = await tested(page)
      assert.equal(first.health.verdict, 'refused')
      await page.sees(/stops here/i)
      await page.sees(/Every download fails/)
      await page.picture('proxies-dead-hop')

      await imported(page, `name = "Live"\n\n[set]\nGOPROXY = "${servers.url('ok-http')}"\n`)
      // One on its card, the other beside what is wrong.
      const both = async () => {
        const found = await page.all('button', 'Switch to Live')
        return found.length === 2 && found
      }
      const [, offered] = await page.until(both, 'the switch is offered where the fault is told')
      await offered.click()
      await page.until(() => home.goEnv().GOPROXY === servers.url('ok-http'), 'go sees the switch')
      await page.the('radio', /^Live.*in effect/)
      const [live] = await tested(page)
      assert.equal(live.health.verdict, 'ok')
      await page.until(async () => !(await page.text()).includes('Every download fails'), 'nothing is wrong')
      await page.picture('proxies-live')

      await page.press(Key.Ctrl, 'z')
      await page.until(() => home.goEnv().GOPROXY === dead, 'the switch is taken back')
      await page.sees(/Every download fails/)
    })
  }))

test('each kind of dead server gets its verdict', () =>
  withServers(async (servers) => {
    // A login that would go in the clear makes Go refuse the whole list.
    const all = servers.all.filter(({ verdict }) => verdict !== 'bad-url')
    const list = all.map(({ url }) => url).join('|')
    const home = new Home({ files: { [goenv]: `GOPROXY=${list}\nGOSUMDB=off\n` } })
    believing(home, servers)
    await inWindow(home, async (page) => {
      await open(page)
      const hops = await tested(page, 60_000)
      const wrong = all
        .map(({ name, verdict }, at) => ({ name, verdict, found: hops[at].health?.verdict }))
        .filter(({ verdict, found }) => found !== verdict)
      assert.deepEqual(wrong, [])
      const text = await page.text()
      for (const { health } of hops) assert.ok(text.includes(health.badge.text), health.badge.text)
    })
  }))

test('no planted secret is shown or kept', () =>
  withServers(async (servers) => {
    const secret = 'hush-hush-9137'
    const url = servers.url('ok-https').replace('https://', `https://someone:${secret}@`)
    const home = new Home({
      files: {
        [goenv]: `GOPROXY=${url}\nGOSUMDB=off\n`,
        '.netrc': `machine git.corp.example login someone password ${secret}\n`,
      },
    })
    believing(home, servers)
    await inWindow(home, async (page) => {
      await open(page)
      const [hop] = await tested(page)
      assert.equal(hop.health.verdict, 'ok')
      const shown = async () => (await page.text()) + JSON.stringify(await page.ask('proxy_view'))
      assert.ok(!(await shown()).includes(secret), 'on the page')
      const route = await page.ask('proxy_route', { module: `${servers.module}@v1.0.0`, live: true })
      assert.ok(!JSON.stringify(route).includes(secret), 'in a route')
      const own = files(home.path('.local')).filter((file) => readFileSync(file).includes(secret))
      assert.deepEqual(own, [], 'in what Burrow has written')
    })
  }))

test('a private pattern that never matches is told, mended as one types, and seen by go', async () => {
  const home = new Home({
    files: {
      [goenv]: 'GOPROXY=off\nGOPRIVATE=git.corp.example, github.com/acme/*\n',
      '.netrc': 'machine git.corp.example login someone password hush-hush-9137\n',
    },
  })
  await inWindow(home, async (page) => {
    await open(page)
    await page.click('button', 'Test and change…')
    const dialog = await page.the('dialog', 'Private modules')
    await page.sees(/Never matches: it has a blank in it/)
    await page.click('button', 'Take what mends all of it', dialog)
    await page.apply(dialog)
    const mended = 'git.corp.example,github.com/acme/*'
    await page.until(() => home.goEnv().GOPRIVATE === mended, 'go sees what mends it')

    await page.click('button', 'Credentials…')
    const credentials = await page.the('dialog', 'Credentials')
    await (await page.the('combobox', 'Host', credentials)).setValue('git.corp.example')
    await page.sees(/~\/\.netrc/)
    await page.picture('proxies-credentials')
    const shown = (await page.text()) + JSON.stringify(await page.ask('private_view'))
    assert.ok(!shown.includes('hush-hush-9137'), 'a password is shown')
    assert.deepEqual(await page.faults(), [])
  })
})

function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}

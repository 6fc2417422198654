// The main job: see the real values, understand where they come from, change one and take it back.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Home } from './machine/home.mjs'
import { inWindow } from './machine/window.mjs'

test('the list shows what go env says, variable by variable', async () => {
  const home = new Home({ env: { GOFLAGS: '-mod=mod', GOPRIVATE: '*.corp.example.com' } })
  home.write(
    '.bash_profile',
    `export PATH='${home.env.PATH}' GOFLAGS=-mod=mod GOPRIVATE='*.corp.example.com'\n`,
  )
  home.run('env', '-w', 'GOPROXY=https://proxy.example.com,direct', 'CGO_ENABLED=0')
  await inWindow(home, async (page) => {
    await page.environment()
    const shown = await page.rows()
    const real = home.goEnv()
    // Made anew for every run of go, with a temporary folder in it.
    delete real.GOGCCFLAGS
    for (const [name, value] of Object.entries(real)) {
      assert.equal(shown.get(name), value, `${name} in the window`)
    }
  })
})

test('the ladder shows the shell’s line that hides a setting', async () => {
  const home = new Home()
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\n. ~/.bashrc\n`)
  home.write('.bashrc', '# proxies\n\nexport GOPROXY=https://shell.example.com,direct\n')
  home.run('env', '-w', 'GOPROXY=https://mine.example.com')
  await inWindow(home, async (page) => {
    await page.variable('GOPROXY')
    const ladder = await page.the('list', /^Where the value comes from/)
    const rungs = await Promise.all((await page.all('listitem', undefined, ladder)).map((r) => r.getText()))
    assert.equal(rungs.length, 4)
    assert.match(rungs[0], /^Shell/)
    assert.match(rungs[0], /in effect/)
    assert.match(rungs[0], /https:\/\/shell\.example\.com,direct/)
    await page.the('button', 'Open ~/.bashrc:3', ladder)
    assert.match(rungs[1], /^Your settings/)
    assert.match(rungs[1], /has no effect/)
    assert.match(rungs[1], /https:\/\/mine\.example\.com/)
    assert.match(rungs[2], /proxy\.golang\.org/)

    // Said on the first page too, with the way to the line.
    await page.click('button', /^Overview/)
    await page.sees('GOPROXY in the GOENV file has no effect')
  })
})

test('a change is previewed, seen by go, and taken back', async () => {
  const home = new Home()
  const before = home.goEnv().GOPROXY
  await inWindow(home, async (page) => {
    await page.variable('GOPROXY')
    const field = await page.the('textbox', 'Your setting of GOPROXY')
    await field.setValue('https://proxy.example.com')
    const diff = await page.the('region', 'In the file')
    assert.match(await diff.getText(), /GOPROXY=https:\/\/proxy\.example\.com/)
    assert.equal(home.goEnv().GOPROXY, before, 'a preview writes nothing')

    await page.apply()
    await page.sees('GOPROXY is set')
    assert.equal(home.goEnv().GOPROXY, 'https://proxy.example.com')
    assert.equal(readFileSync(home.goenv, 'utf8'), 'GOPROXY=https://proxy.example.com\n')

    await page.click('button', 'Undo')
    await page.sees('Taken back')
    assert.equal(home.goEnv().GOPROXY, before)
  })
})

test('what go env -w refuses is refused while it is typed', async () => {
  const home = new Home()
  await inWindow(home, async (page) => {
    await page.variable('GOPATH')
    const field = await page.the('textbox', 'Your setting of GOPATH')
    await field.setValue('relative/path')
    await page.sees(/GOPATH entry/)
    const apply = await page.the('button', 'Apply')
    assert.equal(await apply.isEnabled(), false)
  })
})

test('a change that would still be shadowed says by which line', async () => {
  const home = new Home()
  home.write('.bash_profile', `export PATH='${home.env.PATH}'\nexport GOSUMDB=sum.example.com\n`)
  await inWindow(home, async (page) => {
    await page.variable('GOSUMDB')
    const field = await page.the('textbox', 'Your setting of GOSUMDB')
    await field.setValue('off')
    const editor = await page.the('region', 'Change your setting')
    const named = () => page.all('button', 'Open ~/.bash_profile:2', editor)
    await page.until(async () => (await named()).length > 0, 'the line that wins')
    assert.match(await editor.getText(), /still shadowed/)
  })
})

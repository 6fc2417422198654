import type { Check, FileChange, Reach, SwitchPlan, SwitchWish } from '../bindings'
import { HOME, place, problem, say } from './place'
import { diff, draftedText } from './plan'
import { GOENV, type Switch, type World } from './world'

const LINK = `${HOME}/.local/share/burrow/current`
const SHELL = `${HOME}/.zprofile`
const SHELL_LINE = `export PATH="$HOME/.local/share/burrow/current/bin:$PATH"`

/** What the machine is after a switch. */
export interface After {
  text: string | null
  current: string | null
  modToolchain: string | null
}

export function after(world: World, wish: SwitchWish): After {
  const now: After = { text: world.text, current: world.current, modToolchain: world.modToolchain }
  switch (wish.kind) {
    case 'setting':
      return {
        ...now,
        text: draftedText(world, { kind: 'edits', edits: [{ name: 'GOTOOLCHAIN', value: wish.toolchain }] }),
      }
    case 'link':
      return { ...now, current: wish.goroot }
    case 'project':
      return { ...now, modToolchain: wish.toolchain }
    case 'undo':
      return world.switches.find((s) => s.id === wish.id)?.before ?? now
  }
}

/** In one sentence, for the toast. */
function sentence(world: World, wish: SwitchWish): string {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  switch (wish.kind) {
    case 'setting':
      return wish.toolchain === null
        ? tell('GOTOOLCHAIN is removed from your settings', '已从你的设置中移除 GOTOOLCHAIN')
        : tell(`GOTOOLCHAIN is \`${wish.toolchain}\``, `GOTOOLCHAIN 现在是 \`${wish.toolchain}\``)
    case 'link':
      return tell(
        `The link leads to \`${place(wish.goroot).display}\``,
        `链接现在指向 \`${place(wish.goroot).display}\``,
      )
    case 'project':
      return tell(
        `go.mod asks for \`${wish.toolchain ?? ''}\``,
        `go.mod 现在要求 \`${wish.toolchain ?? ''}\``,
      )
    case 'undo':
      return tell('Taken back', '已撤销')
  }
}

export function planSwitch(world: World, wish: SwitchWish, id: string): SwitchPlan {
  const then = after(world, wish)
  const files: FileChange[] = []
  const file = (path: string, before: string | null, now: string | null) => {
    if (before !== now)
      files.push({ place: place(path), new: before === null, gone: now === null, diff: diff(before, now) })
  }
  file(GOENV, world.text, then.text)
  if (world.current === null && then.current !== null)
    file(SHELL, 'export EDITOR=vim\n', `export EDITOR=vim\n${SHELL_LINE}\n`)
  file(`${world.directory}/go.mod`, modText(world.modToolchain), modText(then.modToolchain))
  const link =
    world.current === then.current
      ? null
      : {
          link: place(LINK),
          before: world.current ? place(world.current) : null,
          after: then.current ? place(then.current) : null,
        }
  const empty = files.length === 0 && link === null
  const checks = checksOf(world, wish)
  return {
    id,
    files,
    link,
    checks,
    reach: empty ? [] : reachOf(world, wish),
    applicable: !empty && !checks.some((c) => c.severity === 'refused'),
    empty,
  }
}

function modText(toolchain: string | null): string {
  return `module example.com/shop/backend\n\ngo 1.26\n${toolchain ? `\ntoolchain ${toolchain}\n` : ''}`
}

function checksOf(world: World, wish: SwitchWish): Check[] {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  if (wish.kind === 'project' && world.scenario === 'empty') {
    return [
      {
        severity: 'refused',
        name: null,
        place: null,
        problem: problem(
          'no-go-mod',
          tell('There is no go.mod in this folder or above it.', '这个文件夹及其上级中没有 go.mod。'),
          tell('Look from a folder of the project.', '换到项目的文件夹再试。'),
        ),
      },
    ]
  }
  if (wish.kind === 'setting' && wish.toolchain && !wish.toolchain.includes('+')) {
    return [
      {
        severity: 'note',
        name: 'GOTOOLCHAIN',
        place: null,
        problem: problem(
          'pinned',
          tell('A project that asks for a newer Go will be refused.', '要求更新版本的项目将无法构建。'),
        ),
      },
    ]
  }
  return []
}

function reachOf(world: World, wish: SwitchWish): Reach[] {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const terminals = tell('New terminals (zsh)', '新终端（zsh）')
  const desktop = tell('Programs from the desktop', '从桌面启动的程序')
  const goland = 'GoLand'
  const one = (
    who: string,
    reached: boolean | null,
    en: string,
    zh: string,
    at: Reach['place'] = null,
  ): Reach => ({
    who,
    reached,
    reason: tell(en, zh),
    place: at,
  })
  if (wish.kind === 'project') {
    return [
      one(
        tell('Everybody in this project', '这个项目里的所有人'),
        true,
        'Every `go` from 1.21 on reads that line.',
        '1.21 起的 `go` 都会读这一行。',
      ),
    ]
  }
  if (wish.kind === 'setting') {
    return [
      one(terminals, true, 'Nothing there sets GOTOOLCHAIN.', '那里没有设置 GOTOOLCHAIN。'),
      one(desktop, true, 'They read the same settings file.', '它们读取同一个设置文件。'),
      one(
        goland,
        false,
        'Its SDK is set in its own options.',
        '它的 SDK 由自己的选项决定。',
        place(`${HOME}/.config/JetBrains/GoLand2026.2/options/go.sdk.xml`),
      ),
      one(tell('Containers', '容器'), null, 'They have a home of their own.', '它们有自己的主目录。'),
    ]
  }
  return [
    one(terminals, true, 'The link comes first on their PATH.', '链接排在它们的 PATH 最前面。'),
    one(
      tell('Terminals that are open', '已打开的终端'),
      false,
      'They keep the PATH that they began with.',
      '它们仍用打开时的 PATH。',
    ),
    one(
      desktop,
      false,
      'The desktop session exports another GOROOT.',
      '桌面会话导出了另一个 GOROOT。',
      place(`${HOME}/.config/environment.d/go.conf`, 3),
    ),
  ]
}

/** Carries it out, and remembers how to take it back. */
export function carryOut(world: World, wish: SwitchWish): Switch {
  const before: After = { text: world.text, current: world.current, modToolchain: world.modToolchain }
  const then = after(world, wish)
  const made = {
    id: (world.switches[0]?.id ?? 0) + 1,
    sentence: sentence(world, wish),
    at: Date.now(),
    before,
  }
  world.current = then.current
  world.modToolchain = then.modToolchain
  world.switches =
    wish.kind === 'undo' ? world.switches.filter((s) => s.id !== wish.id) : [made, ...world.switches]
  return made
}

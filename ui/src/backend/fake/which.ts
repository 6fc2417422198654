import type { ChainLink, ChainLinkId, Which, WhichFrom } from '../bindings'
import { place, problem, say } from './place'
import { parse } from './resolve'
import { GOENV, type World } from './world'

/** What would run in the folder, made up after what the fake machine is set to. */
export function which(world: World): Which {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const directory = place(world.directory)
  const link = (id: ChainLinkId, part: Partial<ChainLink>): ChainLink => ({
    id,
    title: '',
    value: '',
    note: null,
    layer: null,
    place: null,
    tone: 'plain',
    then: null,
    ...part,
  })
  const local = world.sdks.find((s) => s.active)
  const setting = parse(world.text).get('GOTOOLCHAIN')
  const asks = tell('asks', '查询')
  const runs = tell('runs', '运行')

  if (!local) {
    const message = tell('There is no `go` on the PATH.', 'PATH 上没有 `go`。')
    const none = link('path', {
      title: tell('first on PATH', 'PATH 上的第一个'),
      value: '–',
      note: message,
      tone: 'bad',
    })
    return ended(
      directory,
      [none],
      null,
      null,
      problem('go-not-found', message, tell('Install one.', '安装一个。')),
    )
  }

  const chain = [
    link('path', {
      title: tell('first on PATH', 'PATH 上的第一个'),
      value: '/usr/local/go/bin/go',
      note: tell('`go1.27.3`, put there by `~/.zprofile:7`', '`go1.27.3`，由 `~/.zprofile:7` 加入'),
      place: place('/usr/local/go/bin/go'),
      then: asks,
    }),
    link('setting', {
      title: 'GOTOOLCHAIN',
      value: setting?.value ?? 'auto',
      layer: setting ? 'user' : 'goroot',
      place: setting ? place(GOENV, setting.line) : null,
      then: tell('reads', '读取'),
    }),
  ]
  const end = (value: string, note: string, tone: ChainLink['tone'] = 'good', at: string | null = null) =>
    link('runs', { title: runs, value, note, tone, place: at ? place(at) : null })
  const mod = (value: string, note: string, line: number) =>
    link('mod-file', {
      title: tell(`go.mod, line ${line}`, `go.mod 第 ${line} 行`),
      value,
      note,
      place: place(`${world.directory}/go.mod`, line),
      then: runs,
    })

  const wanted = world.modToolchain ?? (world.scenario === 'download' ? 'go1.28.1' : null)
  if (world.scenario === 'which-error') {
    const said = 'go: invalid toolchain: "go1.24.11-custom-build" is not a version'
    chain.push(
      mod('toolchain go1.24.11-custom-build', tell('no version that Go knows', '不是 Go 认识的版本'), 5),
      link('runs', { title: tell('go says', 'go 的说法'), value: said, tone: 'bad' }),
    )
    const hint = tell(
      'Write a version such as `go1.24.11` on that line.',
      '把那一行改成 `go1.24.11` 这样的版本。',
    )
    return ended(directory, chain, null, null, problem('which-refused', said, hint))
  }
  if (setting && setting.value !== 'auto') {
    const name = setting.value.replace(/\+.*/, '')
    const found = world.sdks.find((s) => s.version === name)
    chain[1]!.then = runs
    chain[1]!.note = tell('so go.mod is not asked', '因此不看 go.mod')
    const here = found ? tell('on this machine', '本机已有') : tell('would be downloaded', '需要下载')
    chain.push(end(name, here, found ? 'good' : 'look', found?.goroot.file ?? null))
    return ended(directory, chain, name, found ? 'path' : 'download', null, found?.goroot.file)
  }
  if (wanted) {
    const found = world.sdks.find((s) => s.version === wanted)
    const newer = wanted > (local.version ?? '')
    chain.push(
      mod(
        `toolchain ${wanted}`,
        newer
          ? tell(`newer than \`go1.27.3\`, so it wins`, `比 \`go1.27.3\` 新，因此以它为准`)
          : tell('older than `go1.27.3`, so that stays', '比 `go1.27.3` 旧，因此不变'),
        5,
      ),
    )
    if (newer) {
      chain.push(
        found
          ? end(wanted, tell('in the module cache', '在模块缓存中'), 'good', found.goroot.file)
          : end(
              wanted,
              tell('would be downloaded from proxy.golang.org', '会从 proxy.golang.org 下载'),
              'look',
            ),
      )
      return ended(directory, chain, wanted, found ? 'module-cache' : 'download', null, found?.goroot.file)
    }
  } else {
    chain.push(mod('go 1.26', tell('`go1.27.3` is new enough', '`go1.27.3` 已经够新'), 3))
  }
  chain.push(end('go1.27.3', tell('already there', '已经就绪'), 'good', local.goroot.file))
  return ended(directory, chain, 'go1.27.3', 'local', null, local.goroot.file)
}

function ended(
  directory: Which['directory'],
  chain: ChainLink[],
  toolchain: string | null,
  from: WhichFrom | null,
  error: Which['error'],
  goroot?: string,
): Which {
  return {
    directory,
    chain,
    toolchain,
    present: goroot !== undefined,
    goroot: goroot ? place(goroot) : null,
    from,
    error,
  }
}

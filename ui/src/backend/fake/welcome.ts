import type { Welcome } from '../bindings'
import { HOME, place, say } from './place'
import { profiles } from './profiles'
import { projects } from './projects'
import type { World } from './world'

/** What the invented wizard knows. */
export interface WelcomeWorld {
  /** It was left. */
  left: boolean
  /** Networks were tested. */
  tested: boolean
}

export function createWelcome(): WelcomeWorld {
  return { left: false, tested: false }
}

export function welcomeDue(world: World): boolean {
  return world.scenario.startsWith('welcome') && !world.welcome.left
}

export function welcome(world: World): Welcome {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const sdk = world.sdks.find((s) => s.active)
  const listed = projects(world)
  const named = listed.folders.map((f) => ({
    place: f.place,
    projects: f.projects,
    reason: null,
    named: true,
  }))
  const offered = [
    {
      place: place(`${HOME}/src`),
      reason: tell('3 projects, the newest of yesterday', '3 个项目，最近的是昨天'),
    },
    ...listed.offers,
  ].filter((o) => !listed.folders.some((f) => f.place.file === o.place.file))
  const recommended = 'goproxy.cn'
  const list = profiles(world).list.filter((p) => p.builtIn)
  return {
    looking: false,
    folders: [...named, ...offered.map((o) => ({ ...o, projects: 3, named: false }))],
    go: {
      version: sdk?.version ?? null,
      place: sdk?.goroot ?? null,
      sdks: world.sdks.length,
      sentence: sdk
        ? tell(`A terminal gets ${sdk.version ?? ''}`, `终端使用的是 ${sdk.version ?? ''}`)
        : tell('There is no Go on this machine', '这台机器上没有 Go'),
      remedies: sdk
        ? []
        : [
            {
              label: tell('Install go1.27.3…', '安装 go1.27.3…'),
              opens: { kind: 'install', version: 'go1.27.3' },
            },
          ],
    },
    networks: [...list]
      .sort((a, b) => Number(b.name === recommended) - Number(a.name === recommended))
      .map((p) => ({
        profile: p.name,
        title: p.title,
        way: p.way,
        inEffect: p.state === 'in-effect',
        testing: false,
        badge: world.welcome.tested ? p.badge : null,
        recommended: world.welcome.tested && p.name === recommended,
        reason:
          world.welcome.tested && p.name === recommended
            ? tell(
                'It answers fastest from here, and passes the checksum database on.',
                '从这里访问最快，并转发校验数据库。',
              )
            : null,
        unavailable: p.unavailable,
      })),
    project: listed.projects.at(-1)?.folder ?? null,
    notices: [],
  }
}

import type {
  Commands,
  CredentialsChecked,
  CredentialsView,
  PatternDraft,
  PatternEntry,
  PrivateModule,
  PrivateView,
} from '../bindings'
import { HOME, place, say } from './place'
import { valueFor } from './resolve'
import type { World } from './world'

type Names = 'private_view' | 'private_check' | 'credentials_of' | 'credentials_check'
type Answers = { [K in Names]: (args: Commands[K]['args']) => Commands[K]['answer'] }

/** The invented projects' modules that matter here: path, project, whether it only may be private. */
const MODULES = [
  { path: 'git.corp.example/shop/orders', project: 'shop/backend' },
  { path: 'git.corp.example/shop/payments', project: 'shop/backend' },
  { path: 'github.com/acme/kit', project: 'shop/backend' },
  { path: 'gitlab.corp.example/tools/x', project: 'shop/tools' },
  { path: 'github.com/you/notes', project: 'notes', may: true },
]
const PUBLIC = 148
const LISTS = ['GOPRIVATE', 'GONOPROXY', 'GONOSUMDB', 'GOINSECURE']

/** As much of Go's globs as invented data needs. */
function matches(glob: string, path: string): boolean {
  const parts = glob.split('/')
  const lead = path.split('/').slice(0, parts.length)
  if (glob === '' || lead.length < parts.length) return false
  return parts.every((part, i) => {
    const text = part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')
    return new RegExp(`^${text}$`).test(lead[i] ?? '')
  })
}

/** The commands about private modules. */
export function privateAnswers(world: World): Answers {
  const tell = (en: string, zh: string) => say(world.language, en, zh)

  function values(drafts: PatternDraft[]): (name: string) => { value: string; inherited: boolean } {
    const own = (name: string) =>
      drafts.find((d) => d.name === name)?.value ?? valueFor(world, world.asker, name).value
    return (name) => {
      const set = own(name)
      const inherits = name === 'GONOPROXY' || name === 'GONOSUMDB'
      const drafted = drafts.some((d) => d.name === name)
      if (inherits && (set === '' || (!drafted && set === valueFor(world, world.asker, 'GOPRIVATE').value)))
        return { value: own('GOPRIVATE'), inherited: true }
      return { value: set, inherited: false }
    }
  }

  function entry(text: string): PatternEntry {
    const count = MODULES.filter((m) => matches(text, m.path)).length
    if (text !== text.trim())
      return {
        text,
        verdict: 'never',
        sentence: tell(
          'Never matches: it has a blank in it, and Go takes none away.',
          '永远不会匹配：其中有空格，而 Go 不会去掉空格。',
        ),
        instead: [text.trim()],
        matches: 0,
      }
    if (text.includes('://'))
      return {
        text,
        verdict: 'never',
        sentence: tell(
          'Never matches: paths of modules have no scheme.',
          '永远不会匹配：模块路径没有协议前缀。',
        ),
        instead: [text.replace(/^.*:\/\//, '')],
        matches: 0,
      }
    return {
      text,
      verdict: 'fine',
      sentence:
        count === 0
          ? tell('Matches none of your projects’ modules.', '不匹配你项目中的任何模块。')
          : count === 1
            ? tell('Matches 1 of your projects’ modules.', '匹配你项目中的 1 个模块。')
            : tell(
                `Matches ${String(count)} of your projects’ modules.`,
                `匹配你项目中的 ${String(count)} 个模块。`,
              ),
      instead: null,
      matches: count,
    }
  }

  function view(drafts: PatternDraft[]): PrivateView {
    const value = values(drafts)
    const lists = LISTS.map((name) => {
      const { value: text, inherited } = value(name)
      const entries = text === '' ? [] : text.split(',').map(entry)
      const mended = entries.flatMap((e) => e.instead ?? [e.text]).join(',')
      return { name, value: text, inherited, entries, mended: inherited || mended === text ? null : mended }
    })
    const matching = (name: string, path: string) =>
      value(name)
        .value.split(',')
        .find((glob) => matches(glob, path)) ?? null
    const empty = world.scenario === 'empty' || world.scenario === 'no-go'
    const modules = (empty ? [] : MODULES).map((m): PrivateModule => {
      const [noproxy, nosumdb] = [matching('GONOPROXY', m.path), matching('GONOSUMDB', m.path)]
      const leaks = noproxy === null || nosumdb === null
      return {
        path: m.path,
        projects: [place(`${HOME}/src/${m.project}/go.mod`)],
        own: false,
        noproxy,
        nosumdb,
        sign: !leaks
          ? null
          : m.may
            ? tell(
                'may be private: a project of yours has its repository in github.com/you',
                '可能是私有的：你的项目的仓库位于 github.com/you',
              )
            : tell('netrc has a login for this host', 'netrc 中有此主机的登录信息'),
        certain: leaks && !m.may,
        seenBy: leaks ? ['goproxy.cn', 'sum.golang.org'] : [],
      }
    })
    const order = (m: PrivateModule) => (m.certain ? 0 : m.sign ? 1 : 2)
    modules.sort((a, b) => order(a) - order(b))
    const missing = [...new Set(modules.filter((m) => m.certain).map((m) => m.path.split('/')[0] ?? ''))]
    const goprivate = lists[0]
    const meant = [...(goprivate?.mended ?? goprivate?.value ?? '').split(',').filter(Boolean), ...missing]
    const better = [...new Set(meant)].join(',')
    return {
      lists,
      modules,
      hidden: modules.filter((m) => m.noproxy !== null && m.nosumdb !== null).length,
      leaking: modules.filter((m) => m.certain).length,
      public: empty ? 0 : PUBLIC,
      projects: empty ? 0 : 3,
      unread: [],
      suggestions: better === goprivate?.value ? [] : [{ name: 'GOPRIVATE', value: better }],
      hosts: ['athens.corp.example', 'goproxy.cn', 'git.corp.example', 'github.com', 'gitlab.corp.example'],
    }
  }

  function credentials(host: string): CredentialsView {
    const corp = host.endsWith('corp.example')
    const github = host === 'github.com'
    const netrc = place(`${HOME}/.netrc`)
    return {
      host,
      go: corp
        ? tell(`Go sends the login of netrc to ${host}.`, `Go 向 ${host} 发送 netrc 中的登录信息。`)
        : tell(`Go sends no login to ${host}.`, `Go 不向 ${host} 发送登录信息。`),
      goSends: corp,
      git: github
        ? tell(
            'git goes to git@github.com: by ssh, with your keys.',
            'git 通过 ssh 访问 git@github.com:，使用你的密钥。',
          )
        : tell(
            `git goes to ${host} by HTTPS and has no login for it.`,
            `git 通过 HTTPS 访问 ${host}，没有登录信息。`,
          ),
      proxies: host.startsWith('athens') ? [1] : host === 'goproxy.cn' ? [2] : [],
      netrc,
      netrcExists: true,
      netrcOpen: host === 'gitlab.corp.example',
      lines: corp
        ? [
            {
              place: place(`${HOME}/.netrc`, 3),
              sentence: `${host}${tell(': Go sends it', '：Go 会发送')}`,
              counts: true,
            },
          ]
        : [],
      settings: github
        ? [
            {
              place: place(`${HOME}/.gitconfig`),
              sentence: tell(
                'https://github.com/ is fetched from git@github.com:',
                'https://github.com/ 改为从 git@github.com: 获取',
              ),
              counts: true,
            },
          ]
        : [],
      ways: [{ text: 'netrc', sentence: tell('the netrc file', 'netrc 文件') }],
      refused: null,
      steps: corp
        ? []
        : [
            {
              id: 'netrc',
              title: tell(
                'A login for Go’s own requests (proxies, go-import): add this line, with your name and token',
                '用于 Go 自身请求（代理、go-import）的登录信息：添加这一行，填入你的用户名和令牌',
              ),
              text: `machine ${host} login NAME password TOKEN`,
              file: netrc,
            },
          ],
    }
  }

  function checked(host: string): CredentialsChecked {
    const refused = host === 'gitlab.corp.example'
    return {
      host,
      http:
        host === 'github.com'
          ? null
          : {
              url: `https://${host}/tools/x?go-get=1`,
              verdict: refused ? 'refused' : 'accepted',
              well: !refused,
              sentence: refused
                ? tell('The credentials are refused (401).', '凭据被拒绝（401）。')
                : tell('The credentials are accepted.', '凭据被接受。'),
              said: null,
              ms: 84,
            },
      git:
        host === 'github.com'
          ? {
              url: 'git@github.com:acme/kit',
              verdict: 'accepted',
              well: true,
              sentence: tell('git gets the repository.', 'git 可以获取该仓库。'),
              said: null,
              ms: 612,
            }
          : null,
      notes: [],
    }
  }

  return {
    private_view: () => view([]),
    private_check: ({ drafts }) => view(drafts),
    credentials_of: ({ host }) => credentials(host),
    credentials_check: ({ host }) => checked(host),
  }
}

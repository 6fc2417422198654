import type { ModuleRoute, RouteAnswer, RouteNext, RouteStep } from '../bindings'
import { problem, say } from './place'
import { hostOf, proxyView } from './proxies'
import { SERVERS } from './servers'
import type { World } from './world'

const to = (id: number): RouteNext => ({ kind: 'step', id })
const DONE: RouteNext = { kind: 'done' }
const FAIL: RouteNext = { kind: 'fail' }

/** A way as the core would tell it: info, mod and zip at each server, then the checksum database. */
export function routeOf(world: World, argument: string, live: boolean): ModuleRoute {
  const tell = (en: string, zh: string) => say(world.language, en, zh)
  const [module = '', version = 'latest'] = argument.trim().split('@')
  if (!module.includes('.'))
    throw problem(
      'module-path-bad',
      tell(`This is no module path: ${argument}`, `这不是模块路径：${argument}`),
    )
  const view = proxyView(world)
  const isPrivate = view.around.noproxy.some((glob) => module.startsWith(glob.replace(/\/?\*$/, '')))
  const servers = isPrivate ? [] : view.hops.filter((h) => h.kind === 'server')
  const steps: RouteStep[] = []
  const all = servers.length * 3 + (isPrivate ? 1 : 2)
  for (const server of servers) {
    const first = steps.length + 1
    for (const [at, purpose] of (['info', 'mod', 'zip'] as const).entries()) {
      steps.push({
        id: first + at,
        purpose,
        what:
          [tell('is the version there?', '是否有此版本？'), 'go.mod', tell('the module itself', '模块本身')][
            at
          ] ?? '',
        via: 'proxy',
        url: `${server.url}/${module}/@v/${version}.${purpose}`,
        reason: tell(`entry ${server.number} of GOPROXY`, `GOPROXY 的第 ${server.number} 项`),
        credentials: server.hasCredentials ? 'url' : 'none',
        repeated: false,
        likely: server === servers[0],
        found: purpose === 'zip' ? to(all) : to(first + at + 1),
        absent: to(Math.min(first + 3, all - 1)),
        failed: server.then === 'after-any-failure' ? to(Math.min(first + 3, all - 1)) : FAIL,
        empty: null,
      })
    }
  }
  steps.push({
    id: steps.length + 1,
    purpose: 'direct',
    what: tell('everything, from the origin', '全部内容，来自源站'),
    via: 'direct',
    url: `https://${module}?go-get=1`,
    reason: isPrivate
      ? tell('GONOPROXY matches: past every proxy', 'GONOPROXY 匹配：绕过所有代理')
      : tell('the module’s own server', '模块自己的服务器'),
    credentials: isPrivate ? 'netrc' : 'none',
    repeated: false,
    likely: isPrivate,
    found: isPrivate ? DONE : to(all),
    absent: FAIL,
    failed: FAIL,
    empty: null,
  })
  if (!isPrivate)
    steps.push({
      id: steps.length + 1,
      purpose: 'sumdb-lookup',
      what: tell('checksums of the version', '该版本的校验和'),
      via: 'sumdb',
      url: `https://sum.golang.org/lookup/${module}@${version}`,
      reason: tell('the checksum database itself', '校验和数据库本身'),
      credentials: 'none',
      repeated: false,
      likely: true,
      found: DONE,
      absent: FAIL,
      failed: FAIL,
      empty: null,
    })
  return {
    module,
    version,
    noproxy: isPrivate,
    nosumdb: isPrivate,
    privacy: isPrivate
      ? tell(
          'Private: GONOPROXY and GONOSUMDB match. Only its own server is asked.',
          '私有：GONOPROXY 和 GONOSUMDB 匹配。只请求它自己的服务器。',
        )
      : tell('Public: no private pattern matches.', '公开：没有匹配的私有模式。'),
    told: isPrivate
      ? null
      : tell(
          `The checksum database sum.golang.org is told the path and the version: ${module} ${version}`,
          `校验和数据库 sum.golang.org 会得知路径和版本：${module} ${version}`,
        ),
    error: null,
    steps,
    warnings:
      module.includes('corp') && !isPrivate
        ? [
            tell(
              'The path seems to be private, and the public proxy goproxy.cn would see it. Its host is not one of the internet.',
              '该路径像是私有的，而公共代理 goproxy.cn 会看到它。它的主机不在互联网上。',
            ),
          ]
        : [],
    live: live ? goneFor(steps, tell) : null,
  }
}

function goneFor(steps: RouteStep[], tell: (en: string, zh: string) => string): ModuleRoute['live'] {
  const answers: RouteAnswer[] = []
  let at: RouteNext = to(1)
  while (at.kind === 'step') {
    const step: RouteStep | undefined = steps[at.id - 1]
    if (!step) break
    const ok = step.via !== 'proxy' || SERVERS[hostOf(step.url ?? '')]?.verdict === 'ok'
    answers.push({
      step: step.id,
      what: step.what,
      url: step.url,
      status: ok ? 200 : null,
      ms: ok ? 21 + step.id : 9,
      ok,
      note: ok ? null : tell('It refuses the connection.', '拒绝连接。'),
    })
    at = ok ? step.found : step.failed
  }
  return at.kind === 'done'
    ? { answers, ended: 'done', text: tell('Go would have the module.', 'Go 能取得该模块。') }
    : { answers, ended: 'failed', text: tell('Go would fail.', 'Go 会失败。') }
}

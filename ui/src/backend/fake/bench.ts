import type { BenchAdvice, BenchRow, BenchView, BenchWish, Job, Problem } from '../bindings'
import type { FakeJobs } from './jobs'
import { say } from './place'
import type { World } from './world'

type Figures = Pick<BenchRow, 'firstMs' | 'medianMs' | 'p90Ms' | 'rate' | 'rateText' | 'sumdb'>

const NOTHING: Figures = {
  firstMs: null,
  medianMs: null,
  p90Ms: null,
  rate: null,
  rateText: null,
  sumdb: 'not-asked',
}

/** A comparison of module proxies that behaves: rows come one after the other. */
export class FakeBench {
  #share: number | null = null
  #urls: string[] = []
  #only = false
  #stopped = false

  begin(world: World, jobs: FakeJobs, wish: BenchWish): Job {
    const tell = (en: string, zh: string) => say(world.language, en, zh)
    const refused = wish.urls.find((url) => !url.includes('.'))
    if (refused !== undefined) throw noServer(refused, tell)
    this.#share = 0
    this.#urls = wish.urls
    this.#only = wish.only
    this.#stopped = false
    return jobs.begin({
      kind: 'bench',
      title: tell('Comparing module proxies', '正在比较模块代理'),
      total: 135,
      inBytes: false,
      phases: [tell('Asking module proxies', '正在询问模块代理')],
      ended: tell('The module proxies are compared', '模块代理已比较完'),
      cancelled: tell('Cancelled; nothing is recommended', '已取消；没有给出建议'),
      each: (share) => (this.#share = share),
      over: () => (this.#stopped = (this.#share ?? 0) < 1),
      then: () => (this.#share = 1),
    })
  }

  /** Null: there was none. */
  view(world: World): BenchView | null {
    if (this.#share === null) return null
    const tell = (en: string, zh: string) => say(world.language, en, zh)
    const done = this.#share >= 1
    const all = rows(tell, this.#urls, this.#only)
    const known = Math.floor(this.#share * all.length)
    const shown = all.map((row, at) => (at < known || done ? row : waiting(row)))
    const advice = done ? advised(shown, tell) : null
    return {
      running: !done && !this.#stopped,
      sample: [
        tell(
          'Asked for are 20 of the 131 module versions in ~/src/blog/go.sum.',
          '使用 ~/src/blog/go.sum 中 131 个模块版本里的 20 个进行测试。',
        ),
        tell(
          'Private by GOPRIVATE, GONOPROXY or GONOSUMDB, and asked of nobody: 3.',
          '按 GOPRIVATE、GONOPROXY 或 GONOSUMDB 属于私有、没有向任何服务器询问的有 3 个。',
        ),
      ],
      rows: shown.map((row) => ({ ...row, recommended: advice?.url === row.url })),
      advice,
    }
  }
}

type Tell = (en: string, zh: string) => string

function noServer(url: string, tell: Tell): Problem {
  return {
    code: 'no-server',
    message: tell(`${url} is no server that could be compared.`, `${url} 不是可以比较的服务器。`),
    subject: null,
    hint: tell(
      'Name it as GOPROXY would: https://proxy.example.com',
      '像 GOPROXY 那样写：https://proxy.example.com',
    ),
  }
}

function answers(url: string, source: string, inUse: boolean, figures: Figures, absent: string[]): BenchRow {
  return {
    url,
    source,
    inUse,
    recommended: false,
    state: 'answers',
    verdict: 'ok',
    summary: '',
    details: [],
    hits: { found: 20 - absent.length, asked: 20, absent, failed: [], wrong: [] },
    fresh: { compared: 5, behind: [] },
    toolchains: 'yes',
    ...figures,
  }
}

function rows(tell: Tell, urls: string[], only: boolean): BenchRow[] {
  const given = tell('given', '手动指定')
  const mirror = tell('well-known mirror', '常用镜像')
  const entry = tell('GOPROXY, entry 1', 'GOPROXY 第 1 项')
  const of = (median: number, rate: number, text: string): Figures => ({
    firstMs: median * 3.2,
    medianMs: median,
    p90Ms: median * 1.7,
    rate,
    rateText: text,
    sumdb: 'yes',
  })
  const named = urls.map((url) => answers(url, given, false, of(61, 2_900_000, '2.9 MB/s'), []))
  if (only) return named.map((row) => ({ ...row, summary: tell('works', '正常') }))
  const known = [
    answers(
      'https://proxy.golang.org',
      `${entry}${tell(', ', '、')}${mirror}`,
      true,
      of(412, 900_000, '900 kB/s'),
      [],
    ),
    ...named,
    answers('https://goproxy.cn', mirror, false, of(48, 6_100_000, '6.1 MB/s'), []),
    answers('https://goproxy.io', mirror, false, of(140, 2_200_000, '2.2 MB/s'), []),
    answers(
      'https://mirrors.aliyun.com/goproxy/',
      mirror,
      false,
      { ...of(31, 8_800_000, '8.8 MB/s'), sumdb: 'no' },
      ['example.com/tools/lint@v0.3.1', 'example.com/tools/fmt@v0.9.0'],
    ),
  ]
  const works = known.map((row) => ({ ...row, summary: tell('works', '正常') }))
  return [
    ...works,
    fails(
      answers('https://athens.corp.example', tell('profile Office', '配置 Office'), false, NOTHING, []),
      tell,
    ),
  ]
}

function fails(row: BenchRow, tell: Tell): BenchRow {
  return {
    ...row,
    ...NOTHING,
    state: 'fails',
    verdict: 'refused',
    summary: tell('refuses the connection', '拒绝连接'),
    details: [
      tell(
        'The machine is there, but nothing listens: the server is down, or the port is another.',
        '机器可以到达，但没有程序在监听：服务没有运行，或端口不对。',
      ),
    ],
    hits: null,
    fresh: null,
    toolchains: 'not-asked',
  }
}

function waiting(row: BenchRow): BenchRow {
  return {
    ...row,
    ...NOTHING,
    state: 'waiting',
    verdict: null,
    summary: '',
    details: [],
    hits: null,
    fresh: null,
    toolchains: 'not-asked',
  }
}

function advised(all: BenchRow[], tell: Tell): BenchAdvice {
  const whole = all.filter((row) => row.hits?.found === 20)
  const best = whole.sort((a, b) => (a.medianMs ?? 0) - (b.medianMs ?? 0))[0]
  if (!best)
    return {
      url: null,
      keep: false,
      text: [
        tell(
          'Nobody answers, and all in the same way (refuses the connection): look at the network or at HTTPS_PROXY. Keep what you have.',
          '没有一个能用，而且原因相同（拒绝连接）：检查网络或 HTTPS_PROXY。保持现有设置。',
        ),
      ],
      goproxy: null,
      gosumdb: null,
      name: null,
    }
  return {
    url: best.url,
    keep: false,
    text: [
      tell(
        `Take ${best.url}: it has what your projects need, and is 8.6 times as fast as https://proxy.golang.org.`,
        `建议换成 ${best.url}：它有项目需要的模块，速度是 https://proxy.golang.org 的 8.6 倍。`,
      ),
      tell(
        'https://mirrors.aliyun.com/goproxy/ is faster, but lacks 2 of 20 module versions.',
        'https://mirrors.aliyun.com/goproxy/ 更快，但缺少 20 个模块版本中的 2 个。',
      ),
    ],
    goproxy: `${best.url},direct`,
    gosumdb: 'sum.golang.org',
    name: `${best.url.replace('https://', '')} (bench)`,
  }
}

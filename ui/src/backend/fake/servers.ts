import type { Language, ProbePhase, ProxyBadge, ProxyHealth, ProxyHistory, ProxyPoint } from '../bindings'
import { say } from './place'

/** What an invented server is like: the milliseconds of its phases, and where it fails. */
interface Server {
  verdict: string
  phases: number[]
  status?: number
  software?: string
  badge: [en: string, zh: string]
  tone: ProxyBadge['tone']
  summary: [en: string, zh: string]
  details: [en: string, zh: string][]
  /** How the days of the week before were, in milliseconds; 0: it failed. */
  week: number[]
}

const OK: [string, string] = ['works', '正常']

export const SERVERS: Record<string, Server> = {
  'athens.corp.example': {
    verdict: 'refused',
    phases: [3, 6],
    badge: ['refused', '拒绝连接'],
    tone: 'bad',
    summary: ['refuses the connection', '拒绝连接'],
    details: [
      [
        'The machine is there, but nothing listens: the server is down, or the port is another.',
        '机器可以到达，但没有程序在监听：服务没有运行，或端口不对。',
      ],
    ],
    week: [31, 33, 30, 29, 35, 0, 0],
  },
  'goproxy.cn': {
    verdict: 'ok',
    phases: [4, 9, 14, 18, 3],
    status: 200,
    software: 'goproxy',
    badge: ['48 ms', '48 ms'],
    tone: 'good',
    summary: OK,
    details: [],
    week: [52, 49, 55, 212, 61, 50, 48],
  },
  'proxy.golang.org': {
    verdict: 'ok',
    phases: [40, 190, 380, 280, 10],
    status: 200,
    badge: ['900 ms', '900 ms'],
    tone: 'warn',
    summary: OK,
    details: [],
    week: [860, 910, 1200, 940, 880, 0, 900],
  },
  'sum.golang.org': {
    verdict: 'ok',
    phases: [2, 8, 13, 31, 2],
    status: 200,
    badge: ['56 ms', '56 ms'],
    tone: 'good',
    summary: OK,
    details: [
      [
        'Go asks the checksum database at https://goproxy.cn.',
        'Go 通过 https://goproxy.cn 访问校验和数据库。',
      ],
    ],
    week: [60, 58, 66, 412, 190, 62, 56],
  },
  'nexus.corp.example': {
    verdict: 'tls-untrusted',
    phases: [3, 8, 12],
    badge: ['certificate', '证书'],
    tone: 'bad',
    summary: ['certificate not trusted', '证书不受信任'],
    details: [
      [
        'The certificate was issued by Corp Root CA, whom Go does not trust here.',
        '证书由 Corp Root CA 签发，而 Go 在这里不信任它。',
      ],
      [
        'If the certificate is your company’s, name its root in SSL_CERT_FILE or let the system trust it.',
        '如果这是公司的证书，用 SSL_CERT_FILE 指定其根证书，或让系统信任它。',
      ],
    ],
    week: [0, 0, 0, 0, 0, 0, 0],
  },
}

const PHASES = ['name', 'connect', 'tls', 'first-byte', 'transfer'] as const
const NAMES: [string, string][] = [
  ['name', '域名'],
  ['connect', '连接'],
  ['TLS', 'TLS'],
  ['answer', '响应'],
  ['transfer', '传输'],
]
const DAY = 86_400_000

export const badgeOf = (host: string, lang: Language): ProxyBadge | null => {
  const server = SERVERS[host]
  return server ? { tone: server.tone, text: say(lang, ...server.badge) } : null
}

export function healthOf(host: string, lang: Language, testedAt: number): ProxyHealth | null {
  const server = SERVERS[host]
  if (!server) return null
  const phases: ProbePhase[] = server.phases.map((ms, at) => ({
    phase: PHASES[at] ?? 'transfer',
    name: say(lang, ...(NAMES[at] ?? OK)),
    ms,
    failed: server.verdict !== 'ok' && at === server.phases.length - 1,
  }))
  return {
    verdict: server.verdict,
    badge: { tone: server.tone, text: say(lang, ...server.badge) },
    summary: say(lang, ...server.summary),
    details: server.details.map((d) => say(lang, ...d)),
    follows:
      server.verdict === 'ok'
        ? null
        : say(
            lang,
            'Go stops here: past a comma it goes on only after 404 or 410.',
            'Go 在这里停下：逗号之后只有遇到 404 或 410 才会继续。',
          ),
    status: server.status ?? null,
    ms: server.phases.reduce((sum, ms) => sum + ms, 0),
    phases,
    software: server.software ?? null,
    certificate:
      server.verdict === 'tls-untrusted'
        ? {
            subject: 'nexus.corp.example',
            issuer: 'Corp Root CA',
            notBefore: testedAt - 100 * DAY,
            notAfter: testedAt + 265 * DAY,
          }
        : null,
    testedAt,
  }
}

export function historyOf(host: string, now: number): ProxyHistory {
  const week = SERVERS[host]?.week ?? []
  const points: ProxyPoint[] = week.flatMap((ms, day) => {
    const at = now - (week.length - 1 - day) * DAY
    return [
      { at: at - DAY / 3, ms: Math.round(ms * 1.1), ok: ms > 0 },
      { at, ms, ok: ms > 0 },
    ]
  })
  const worked = points.filter((p) => p.ok)
  const slowest = worked.reduce<ProxyPoint | null>((a, b) => (a && a.ms >= b.ms ? a : b), null)
  return { points, slowest, failed: points.length - worked.length }
}

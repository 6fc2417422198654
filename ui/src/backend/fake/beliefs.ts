import type { Belief, Language } from '../bindings'

interface Said {
  verdict: Belief['verdict']
  claim: [en: string, zh: string]
  truth: [en: string, zh: string]
}

/** What people believe of a variable. */
const BELIEFS: Record<string, Said[]> = {
  GOPROXY: [
    {
      verdict: 'false',
      claim: ['`go env -w` beats what the shell exports', '`go env -w` 优先于 shell 里的 export'],
      truth: [
        'Any value of the environment that is not empty wins. An empty one does not.',
        '环境里任何非空的值都优先；空值则不算。',
      ],
    },
    {
      verdict: 'true',
      claim: ['404 and 410 go on to the next proxy, 500 does not', '404 和 410 会继续问下一个代理，500 不会'],
      truth: [
        'With commas. Neither do 401, 403, 429 or a refused connection; a bar goes on after all of them.',
        '用逗号时确实如此，401、403、429 和连接被拒也不会继续；用竖线则都会继续。',
      ],
    },
  ],
  GOSUMDB: [
    {
      verdict: 'true',
      claim: [
        '`off` skips the database, but go.sum still holds',
        '设为 `off` 后不查数据库，但 go.sum 仍然有效',
      ],
      truth: [
        'A mismatch stays fatal. A first download without an entry in go.sum is trusted.',
        '不一致仍会报错；但 go.sum 里没有记录的首次下载会被直接信任。',
      ],
    },
  ],
  GOPRIVATE: [
    {
      verdict: 'true',
      claim: ['It sets the defaults of GONOPROXY and GONOSUMDB', '它决定 GONOPROXY 和 GONOSUMDB 的默认值'],
      truth: [
        'An empty one of the two falls back to it as well; `none` opts out.',
        '两者为空时同样取它的值；想排除就写 `none`。',
      ],
    },
  ],
  GO111MODULE: [
    {
      verdict: 'partly',
      claim: [
        '`auto` falls back to GOPATH and vendor without a go.mod',
        '没有 go.mod 时，`auto` 会退回 GOPATH 和 vendor',
      ],
      truth: [
        'GOPATH mode yes. `vendor/` counts only inside `GOPATH/src`. Not set means `on`, not `auto`.',
        'GOPATH 模式确实如此；`vendor/` 只在 `GOPATH/src` 内有效。未设置等同于 `on`，而不是 `auto`。',
      ],
    },
  ],
  GOCACHE: [
    {
      verdict: 'false',
      claim: ['A GOCACHE for each process avoids waiting for locks', '给每个进程单独的 GOCACHE 可以避免等锁'],
      truth: ['Entries are free of locks. Splitting only loses hits.', '缓存条目不用锁，拆开只会降低命中。'],
    },
  ],
}

export function beliefsOf(name: string, language: Language): Belief[] {
  const at = language === 'en' ? 0 : 1
  return (BELIEFS[name] ?? []).map((b) => ({ verdict: b.verdict, claim: b.claim[at], truth: b.truth[at] }))
}

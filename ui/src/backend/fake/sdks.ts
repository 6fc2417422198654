import type { Language, Sdk, SdkWay, SourceId, Toolchain } from '../bindings'
import { HOME, place, problem, say } from './place'

const LABELS: Record<SourceId, [en: string, zh: string]> = {
  path: ['on PATH', '在 PATH 上'],
  goroot: ['GOROOT', 'GOROOT'],
  system: ['official installer', '官方安装包'],
  distribution: ['distribution package', '发行版软件包'],
  homebrew: ['Homebrew', 'Homebrew'],
  snap: ['snap', 'snap'],
  nix: ['Nix', 'Nix'],
  'golang-dl': ['golang.org/dl', 'golang.org/dl'],
  'module-cache': ['downloaded by go', '由 go 下载'],
  gvm: ['gvm', 'gvm'],
  goenv: ['goenv', 'goenv'],
  asdf: ['asdf', 'asdf'],
  mise: ['mise', 'mise'],
  g: ['g', 'g'],
  'stefanmaric-g': ['stefanmaric/g', 'stefanmaric/g'],
  gobrew: ['gobrew', 'gobrew'],
  jetbrains: ['JetBrains', 'JetBrains'],
  scoop: ['Scoop', 'Scoop'],
  chocolatey: ['Chocolatey', 'Chocolatey'],
  msi: ['MSI', 'MSI'],
  folder: ['your folder', '你添加的文件夹'],
}

function way(language: Language, source: SourceId, path: string): SdkWay {
  return { source, label: say(language, ...LABELS[source]), place: place(path) }
}

export type SdkPart = Partial<Sdk> & { path: string; found: [SourceId, string?][] }

/** An SDK like most: whole, measured, and nothing odd about it. */
export function sdk(language: Language, { path, found, ...part }: SdkPart): Sdk {
  return {
    goroot: place(path),
    version: null,
    goos: 'linux',
    goarch: 'amd64',
    state: 'complete',
    problems: [],
    ways: found.map(([source, at]) => way(language, source, at ?? path)),
    bytes: 251_400_112,
    active: false,
    runs: false,
    patches: [],
    cgo: true,
    projects: [],
    kept: null,
    ...part,
  }
}

const MISE = `${HOME}/.local/share/mise/installs/go`
const CACHED = '/data/gomod/golang.org/toolchain@v0.0.1-go1.26.2.linux-amd64'

/** The SDKs of the machine that most scenarios happen on, the newest first. */
export function usualSdks(language: Language): Sdk[] {
  const make = (part: SdkPart) => sdk(language, part)
  const projects = (...names: string[]) => names.map((n) => place(`${HOME}/src/${n}/go.mod`))
  return [
    make({
      path: '/usr/local/go',
      version: 'go1.27.3',
      found: [['path', '/usr/local/go/bin/go'], ['system']],
      bytes: 268_435_102,
      active: true,
      projects: projects('shop/backend', 'shop/web', 'tools'),
      kept: say(
        language,
        'It belongs to root: only an administrator may remove it.',
        '它属于 root，只有管理员可以删除。',
      ),
    }),
    make({
      path: `${HOME}/sdk/go1.26.6`,
      version: 'go1.26.6',
      found: [['golang-dl']],
      bytes: 251_112_345,
      projects: projects('blog'),
    }),
    make({
      path: CACHED,
      version: 'go1.26.2',
      found: [['module-cache']],
      bytes: 249_004_001,
      projects: projects('shop/payments', 'shop/mail'),
    }),
    make({
      path: `${MISE}/1.25.5`,
      version: 'go1.25.5',
      found: [
        ['mise'],
        ['jetbrains', `${HOME}/.config/JetBrains/GoLand2026.2/options/go.sdk.xml`],
        ['folder', '/opt/go/1.25'],
      ],
      bytes: 244_100_900,
      projects: projects('legacy-api'),
      patches: [
        { name: 'GOTOOLCHAIN', upstream: 'auto', here: 'local' },
        { name: 'GOPROXY', upstream: 'https://proxy.golang.org,direct', here: 'https://goproxy.cn,direct' },
      ],
    }),
    make({
      path: '/usr/lib/go-1.22',
      version: 'go1.22.2',
      found: [['distribution'], ['path', '/usr/bin/go']],
      bytes: 236_870_912,
      kept: say(
        language,
        'It belongs to the package `golang-1.22-go`: `apt remove golang-1.22-go` removes it.',
        '它属于软件包 `golang-1.22-go`，用 `apt remove golang-1.22-go` 删除。',
      ),
    }),
    make({
      path: `${HOME}/sdk/go1.21.13`,
      version: 'go1.21.13',
      found: [['golang-dl']],
      bytes: 231_001_772,
      problems: [
        problem(
          'version-file',
          say(
            language,
            'Its file VERSION says `go1.21.12`, its program says `go1.21.13`.',
            '它的 VERSION 文件写着 `go1.21.12`，程序却是 `go1.21.13`。',
          ),
          say(language, 'Go believes the program.', 'Go 以程序为准。'),
        ),
      ],
    }),
    brokenSdk(language),
  ]
}

function brokenSdk(language: Language): Sdk {
  return sdk(language, {
    path: `${HOME}/.asdf/installs/golang/1.20.4/go`,
    found: [['asdf']],
    bytes: 198_302_001,
    goos: null,
    goarch: null,
    cgo: null,
    state: 'broken',
    problems: [
      problem(
        'no-tools',
        say(language, 'It has no compiler in `pkg/tool`.', '`pkg/tool` 里没有编译器。'),
        say(language, 'Install it again with asdf, or remove it.', '用 asdf 重新安装，或者删除它。'),
      ),
    ],
  })
}

/** More broken ones than a person has seen in a life. */
export function brokenSdks(language: Language): Sdk[] {
  const broken = (path: string, found: SdkPart['found'], code: string, message: string, more = {}) =>
    sdk(language, {
      path,
      found,
      state: 'broken',
      problems: [problem(code, message)],
      bytes: 96_000_000,
      ...more,
    })
  return [
    ...usualSdks(language),
    broken(`${HOME}/.gvm/gos/go1.19`, [['gvm']], 'no-go', '`bin/go` is missing.', { version: null }),
    broken(
      `${HOME}/sdk/go1.24.1`,
      [['golang-dl']],
      'foreign',
      'It is built for `darwin/arm64` and does not run here.',
      {
        version: 'go1.24.1',
        goos: 'darwin',
        goarch: 'arm64',
      },
    ),
    broken(
      `${HOME}/.goenv/versions/1.18.10`,
      [['goenv']],
      'not-go',
      '`bin/go` is a script, not a Go program.',
      {
        version: null,
        bytes: null,
      },
    ),
  ]
}

/** A machine on which every release was kept. */
export function manySdks(language: Language): Sdk[] {
  const all = usualSdks(language).slice(0, 1)
  for (let minor = 26; minor >= 21; minor--) {
    for (let patch = 9; patch >= 3; patch--) {
      const version = `go1.${String(minor)}.${String(patch)}`
      all.push(sdk(language, { path: `${HOME}/sdk/${version}`, version, found: [['golang-dl']] }))
    }
  }
  return all
}

/** The same SDKs as the context bar offers them. */
export function toolchainsOf(sdks: Sdk[]): Toolchain[] {
  return sdks.map((s) => ({
    goroot: s.goroot.file,
    display: s.goroot.display,
    go: `${s.goroot.file}/bin/go`,
    version: s.version,
    found: s.active ? 'path' : 'usual-place',
    problem:
      s.state === 'broken'
        ? problem('go-broken', 'This `go` does not run', 'Install it again, or choose another.')
        : null,
  }))
}

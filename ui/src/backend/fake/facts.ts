import type { GroupId, KindId, Language, Reference } from '../bindings'
import { beliefsOf } from './beliefs'

/** What the fake knows of a variable: invented where the real core would work it out. */
export interface Fact {
  name: string
  group: GroupId
  kind: KindId
  default: string
  summary: [en: string, zh: string]
  rule?: [en: string, zh: string]
  accepted?: string[]
  since?: string
}

const DOC = 'https://pkg.go.dev/cmd/go#hdr-Environment_variables'

export const FACTS: Fact[] = [
  {
    name: 'GOPROXY',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'The servers that Go asks for modules, in order. A comma goes on after 404 or 410 only, a bar after any error.',
      'Go 依次向哪些服务器要模块。逗号只在 404 或 410 之后继续，竖线在任何错误之后都继续。',
    ],
    rule: [
      '`https://proxy.golang.org,direct`, from `go.env` of the toolchain',
      '`https://proxy.golang.org,direct`，来自工具链的 `go.env`',
    ],
  },
  {
    name: 'GOSUMDB',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'The checksum database that every new module is checked against.',
      '校验新模块所用的校验数据库。',
    ],
  },
  {
    name: 'GOPRIVATE',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'Patterns of modules that are private: neither a proxy nor the checksum database is asked about them.',
      '私有模块的匹配模式：不经过代理，也不查校验数据库。',
    ],
  },
  {
    name: 'GONOPROXY',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'Patterns of modules that are fetched directly, never through a proxy.',
      '不经过代理、直接获取的模块。',
    ],
    rule: ['the value of `GOPRIVATE`', '`GOPRIVATE` 的值'],
  },
  {
    name: 'GONOSUMDB',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: ['Patterns of modules that the checksum database is not asked about.', '不查校验数据库的模块。'],
    rule: ['the value of `GOPRIVATE`', '`GOPRIVATE` 的值'],
  },
  {
    name: 'GOINSECURE',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'Patterns of modules that may be fetched without a secure connection.',
      '允许不经安全连接获取的模块。',
    ],
  },
  {
    name: 'GOAUTH',
    group: 'modules',
    kind: 'setting',
    default: 'netrc',
    since: '1.24',
    summary: ['How Go signs in to servers that ask for it.', '访问需要登录的服务器时，Go 如何认证。'],
  },
  {
    name: 'GOVCS',
    group: 'modules',
    kind: 'setting',
    default: '',
    summary: [
      'Which version control systems may fetch which modules.',
      '哪些模块可以用哪些版本控制系统获取。',
    ],
  },
  {
    name: 'GO111MODULE',
    group: 'modules',
    kind: 'setting',
    default: '',
    accepted: ['on', 'off', 'auto'],
    summary: [
      'Whether Go works with modules. Leave it alone unless an old project asks for it.',
      '是否使用模块。除非旧项目需要，否则不必改动。',
    ],
    rule: ['empty, which acts as `on`', '空值，等同于 `on`'],
  },
  {
    name: 'GOFLAGS',
    group: 'building',
    kind: 'setting',
    default: '',
    summary: [
      'Flags that every go command gets, as if they were typed.',
      '每条 go 命令都会带上的参数，如同手工输入。',
    ],
  },
  {
    name: 'GOROOT',
    group: 'places',
    kind: 'readonly',
    default: '/usr/local/go',
    summary: ['Where the toolchain and the standard library are.', '工具链和标准库所在的目录。'],
  },
  {
    name: 'GOPATH',
    group: 'places',
    kind: 'setting',
    default: '/home/you/go',
    summary: [
      'Where Go keeps modules and installed programs when nothing else says so.',
      '没有另行设置时，模块和安装的程序存放的位置。',
    ],
    rule: ['`go` in the home folder', '主目录下的 `go`'],
  },
  {
    name: 'GOMODCACHE',
    group: 'places',
    kind: 'setting',
    default: '/home/you/go/pkg/mod',
    summary: ['Where downloaded modules are kept.', '下载的模块存放的位置。'],
    rule: ['`pkg/mod` in the first folder of `GOPATH`', '`GOPATH` 第一个目录下的 `pkg/mod`'],
  },
  {
    name: 'GOCACHE',
    group: 'places',
    kind: 'setting',
    default: '/home/you/.cache/go-build',
    summary: [
      'Where built packages and test results are kept for the next time.',
      '构建结果和测试结果的缓存位置。',
    ],
  },
  {
    name: 'GOBIN',
    group: 'places',
    kind: 'setting',
    default: '',
    summary: ['Where `go install` puts programs.', '`go install` 把程序放在哪里。'],
  },
  {
    name: 'GOTMPDIR',
    group: 'places',
    kind: 'setting',
    default: '',
    summary: ['Where Go puts its temporary files while it builds.', '构建时的临时文件放在哪里。'],
  },
  {
    name: 'GOENV',
    group: 'places',
    kind: 'readonly',
    default: '/home/you/.config/go/env',
    summary: ['Your settings file, which `go env -w` writes.', '你的设置文件，由 `go env -w` 写入。'],
  },
  {
    name: 'GOMOD',
    group: 'places',
    kind: 'readonly',
    default: '/home/you/src/shop/backend/go.mod',
    summary: ['The go.mod of the folder.', '所在目录的 go.mod。'],
  },
  {
    name: 'GOWORK',
    group: 'places',
    kind: 'readonly',
    default: '',
    summary: ['The go.work that holds for the folder.', '对所在目录有效的 go.work。'],
  },
  {
    name: 'GOTOOLDIR',
    group: 'places',
    kind: 'readonly',
    default: '/usr/local/go/pkg/tool/linux_amd64',
    summary: ['Where the compiler and its like are.', '编译器等工具所在的目录。'],
  },
  {
    name: 'GOTOOLCHAIN',
    group: 'toolchain',
    kind: 'setting',
    default: '',
    since: '1.21',
    summary: [
      'Whether Go may switch to the toolchain that a project asks for.',
      'Go 能否切换到项目要求的工具链。',
    ],
    rule: ['`auto`, from `go.env` of the toolchain', '`auto`，来自工具链的 `go.env`'],
  },
  {
    name: 'GOVERSION',
    group: 'toolchain',
    kind: 'readonly',
    default: 'go1.27.3',
    summary: ['The version of the toolchain.', '工具链的版本。'],
  },
  {
    name: 'GOEXPERIMENT',
    group: 'toolchain',
    kind: 'setting',
    default: '',
    summary: ['Experiments of the toolchain that are switched on or off.', '启用或停用的工具链实验特性。'],
  },
  {
    name: 'GODEBUG',
    group: 'building',
    kind: 'readonly',
    default: '',
    summary: [
      'Switches of the running program, among them those that keep old behaviour.',
      '程序运行时的开关，包括保留旧行为的开关。',
    ],
  },
  {
    name: 'GOFIPS140',
    group: 'building',
    kind: 'setting',
    default: 'off',
    since: '1.24',
    summary: ['Which FIPS 140-3 module programs are built with.', '构建程序所用的 FIPS 140-3 模块。'],
  },
  {
    name: 'GOPACKAGESDRIVER',
    group: 'building',
    kind: 'setting',
    default: '',
    since: '1.23',
    summary: [
      'A program that tells tools about packages in place of go.',
      '代替 go 向工具提供包信息的程序。',
    ],
  },
  {
    name: 'GOOS',
    group: 'target',
    kind: 'setting',
    default: 'linux',
    summary: ['The system that programs are built for.', '程序要在哪个系统上运行。'],
  },
  {
    name: 'GOARCH',
    group: 'target',
    kind: 'setting',
    default: 'amd64',
    summary: ['The processor that programs are built for.', '程序要在哪种处理器上运行。'],
  },
  {
    name: 'GOAMD64',
    group: 'target',
    kind: 'arch',
    default: 'v1',
    accepted: ['v1', 'v2', 'v3', 'v4'],
    summary: [
      'The oldest generation of x86-64 that programs must run on.',
      '程序最低要在哪一代 x86-64 上运行。',
    ],
  },
  {
    name: 'GOHOSTOS',
    group: 'target',
    kind: 'readonly',
    default: 'linux',
    summary: ['The system that the toolchain runs on.', '工具链运行的系统。'],
  },
  {
    name: 'GOHOSTARCH',
    group: 'target',
    kind: 'readonly',
    default: 'amd64',
    summary: ['The processor that the toolchain runs on.', '工具链运行的处理器。'],
  },
  {
    name: 'GOEXE',
    group: 'target',
    kind: 'readonly',
    default: '',
    summary: ['How names of programs end.', '可执行文件名的后缀。'],
  },
  {
    name: 'CGO_ENABLED',
    group: 'cgo',
    kind: 'cgo',
    default: '1',
    accepted: ['0', '1'],
    summary: ['Whether Go code may call C code.', 'Go 代码能否调用 C 代码。'],
  },
  { name: 'CC', group: 'cgo', kind: 'cgo', default: 'gcc', summary: ['The C compiler.', 'C 编译器。'] },
  { name: 'CXX', group: 'cgo', kind: 'cgo', default: 'g++', summary: ['The C++ compiler.', 'C++ 编译器。'] },
  {
    name: 'AR',
    group: 'cgo',
    kind: 'cgo',
    default: 'ar',
    summary: ['The program that makes archives.', '打包静态库的程序。'],
  },
  {
    name: 'CGO_CFLAGS',
    group: 'cgo',
    kind: 'cgo',
    default: '-O2 -g',
    summary: ['Flags for the C compiler.', '传给 C 编译器的参数。'],
  },
  {
    name: 'CGO_CPPFLAGS',
    group: 'cgo',
    kind: 'cgo',
    default: '',
    summary: ['Flags for the C preprocessor.', '传给 C 预处理器的参数。'],
  },
  {
    name: 'CGO_CXXFLAGS',
    group: 'cgo',
    kind: 'cgo',
    default: '-O2 -g',
    summary: ['Flags for the C++ compiler.', '传给 C++ 编译器的参数。'],
  },
  {
    name: 'CGO_FFLAGS',
    group: 'cgo',
    kind: 'cgo',
    default: '-O2 -g',
    summary: ['Flags for the Fortran compiler.', '传给 Fortran 编译器的参数。'],
  },
  {
    name: 'CGO_LDFLAGS',
    group: 'cgo',
    kind: 'cgo',
    default: '-O2 -g',
    summary: ['Flags for the linker.', '传给链接器的参数。'],
  },
  {
    name: 'PKG_CONFIG',
    group: 'cgo',
    kind: 'cgo',
    default: 'pkg-config',
    summary: ['The program that tells where C libraries are.', '查找 C 库位置的程序。'],
  },
  {
    name: 'GCCGO',
    group: 'toolchain',
    kind: 'setting',
    default: 'gccgo',
    summary: ['The gccgo program.', 'gccgo 程序。'],
  },
  {
    name: 'GOTELEMETRY',
    group: 'telemetry',
    kind: 'readonly',
    default: 'local',
    since: '1.23',
    summary: ['Whether Go counts how it is used, and sends it.', 'Go 是否统计使用情况并上传。'],
  },
  {
    name: 'GOTELEMETRYDIR',
    group: 'telemetry',
    kind: 'readonly',
    default: '/home/you/.config/go/telemetry',
    since: '1.23',
    summary: ['Where those counts are kept.', '统计数据存放的位置。'],
  },
]

export function references(language: Language): Reference[] {
  const at = language === 'en' ? 0 : 1
  return FACTS.map((f) => ({
    name: f.name,
    summary: f.summary[at],
    since: f.since ?? null,
    accepted: f.accepted ?? [],
    defaultRule: f.rule?.[at] ?? (f.default ? `\`${f.default}\`` : ['empty', '空值'][at]!),
    link: DOC,
    beliefs: beliefsOf(f.name, language),
  }))
}

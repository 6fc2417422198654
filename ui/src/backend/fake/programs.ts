import type { Program, Programs } from '../bindings'
import { HOME, place, problem } from './place'
import type { World } from './world'

const BIN = `${HOME}/bin`
const GOPATH_BIN = `${HOME}/go/bin`

type Row = [name: string, pkg: string, module: string, version: string, builtBy: string, bytes: number]

const ROWS: Row[] = [
  ['air', 'github.com/air-verse/air', 'github.com/air-verse/air', 'v1.61.7', 'go1.26.6', 12_400_112],
  ['buf', 'github.com/bufbuild/buf/cmd/buf', 'github.com/bufbuild/buf', 'v1.50.0', 'go1.27.3', 58_212_000],
  [
    'dlv',
    'github.com/go-delve/delve/cmd/dlv',
    'github.com/go-delve/delve',
    'v1.25.1',
    'go1.27.3',
    21_004_777,
  ],
  ['gofumpt', 'mvdan.cc/gofumpt', 'mvdan.cc/gofumpt', 'v0.8.0', 'go1.25.5', 6_120_440],
  ['goimports', 'golang.org/x/tools/cmd/goimports', 'golang.org/x/tools', 'v0.39.0', 'go1.27.3', 7_300_112],
  [
    'golangci-lint',
    'github.com/golangci/golangci-lint/v2/cmd/golangci-lint',
    'github.com/golangci/golangci-lint/v2',
    'v2.6.1',
    'go1.26.2',
    78_900_412,
  ],
  ['gopls', 'golang.org/x/tools/gopls', 'golang.org/x/tools/gopls', 'v0.21.0', 'go1.27.3', 38_011_020],
  ['govulncheck', 'golang.org/x/vuln/cmd/govulncheck', 'golang.org/x/vuln', 'v1.1.5', 'go1.22.2', 14_700_003],
  ['mockgen', 'go.uber.org/mock/mockgen', 'go.uber.org/mock', 'v0.5.2', 'go1.27.3', 11_900_700],
  [
    'staticcheck',
    'honnef.co/go/tools/cmd/staticcheck',
    'honnef.co/go/tools',
    'v0.7.0',
    'go1.27.3',
    15_020_000,
  ],
]

function make([name, pkg, module, version, builtBy, bytes]: Row, folder = BIN): Program {
  return {
    place: place(`${folder}/${name}`),
    name,
    package: pkg,
    module,
    version,
    builtBy,
    outdated: builtBy < 'go1.27',
    bytes,
    firstOnPath: folder === BIN,
    hiddenBy: null,
    rebuild: `go install ${pkg}@${version}`,
    problem: null,
  }
}

/** What is in GOBIN and GOPATH/bin of this machine. */
export function createPrograms(scenario: World['scenario']): Program[] {
  if (scenario === 'no-go' || scenario === 'empty') return []
  if (scenario === 'many') {
    return Array.from({ length: 400 }, (_, i) => {
      const [name, ...rest] = ROWS[i % ROWS.length]!
      return make([`${name}-${String(i + 1)}`, ...rest] as Row)
    })
  }
  const all = ROWS.map((row) => make(row))
  const gopls = all.find((p) => p.name === 'gopls')!
  Object.assign(gopls, { firstOnPath: false, hiddenBy: place('/usr/bin/gopls') })
  const own: Program = {
    ...make([
      'deploy',
      'example.com/shop/tools/deploy',
      'example.com/shop/tools',
      '(devel)',
      'go1.26.6',
      9_120_000,
    ]),
    rebuild: null,
    problem: problem(
      'devel',
      'It was built from a folder, not from a version.',
      'Build it again in that folder.',
    ),
  }
  const script: Program = {
    ...make(['new-service', '', '', '', '', 2_104]),
    package: null,
    module: null,
    version: null,
    builtBy: null,
    outdated: false,
    rebuild: null,
    problem: problem('not-go', 'It is no Go program.'),
  }
  const old = make(
    [
      'protoc-gen-go',
      'google.golang.org/protobuf/cmd/protoc-gen-go',
      'google.golang.org/protobuf',
      'v1.36.10',
      'go1.23.9',
      8_810_000,
    ],
    GOPATH_BIN,
  )
  return [...all, own, script, old].sort((a, b) => a.name.localeCompare(b.name))
}

export function programs(world: World): Programs {
  return {
    folders: [
      { place: place(BIN), onPath: true },
      { place: place(GOPATH_BIN), onPath: false },
    ],
    programs: world.programs,
    notices: [],
  }
}

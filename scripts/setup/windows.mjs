// What Windows must have: Microsoft's C++ build tools, and WebView2, which Windows 11 brings and 10 may lack.
import { join } from 'node:path'
import { read } from '../lib/run.mjs'
import { Needed } from '../lib/say.mjs'

const webview = '{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}'
const places = [
  `HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\EdgeUpdate\\Clients\\${webview}`,
  `HKLM\\SOFTWARE\\Microsoft\\EdgeUpdate\\Clients\\${webview}`,
  `HKCU\\Software\\Microsoft\\EdgeUpdate\\Clients\\${webview}`,
]

const hasWebview = () => places.some((key) => read('reg', ['query', key, '/v', 'pv']) !== null)

function hasCompiler() {
  const files = process.env['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)'
  const vswhere = join(files, 'Microsoft Visual Studio', 'Installer', 'vswhere.exe')
  const component = 'Microsoft.VisualStudio.Component.VC.Tools.x86.x64'
  return Boolean(read(vswhere, ['-products', '*', '-requires', component, '-property', 'installationPath']))
}

export function prepareWindows() {
  if (!hasCompiler()) {
    throw new Needed(
      'missing: the C++ build tools. Install “Visual Studio Build Tools” with “Desktop development with C++”:  ' +
        'winget install Microsoft.VisualStudio.2022.BuildTools',
    )
  }
  if (!hasWebview()) {
    throw new Needed('missing: WebView2. Install with:  winget install Microsoft.EdgeWebView2Runtime')
  }
}

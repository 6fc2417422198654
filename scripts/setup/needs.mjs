// What the system must have, how to see that it is there, and what it is called by the package managers.
// A thing is looked for by what it can do, not by its package: it may have come from anywhere.
import { onPath, read } from '../lib/run.mjs'

const library = (name) => () => read('pkg-config', ['--exists', name]) !== null
const programs =
  (...names) =>
  () =>
    names.every(onPath)

/** To build and to open the window. `dnf` and `pacman` names where they are known. */
export const toBuild = [
  {
    what: 'a C compiler',
    found: programs('cc', 'make'),
    apt: 'build-essential',
    dnf: 'gcc make',
    pacman: 'base-devel',
  },
  {
    what: 'pkg-config',
    found: programs('pkg-config'),
    apt: 'pkg-config',
    dnf: 'pkgconf-pkg-config',
    pacman: 'pkgconf',
  },
  {
    what: 'WebKitGTK 4.1',
    found: library('webkit2gtk-4.1'),
    apt: 'libwebkit2gtk-4.1-dev',
    dnf: 'webkit2gtk4.1-devel',
    pacman: 'webkit2gtk-4.1',
  },
]

/** Besides, to run all tests: a screen and a session bus of their own, a driver for the window, real shells,
 * pip to fetch Go toolchains, and Chinese letters for the screenshots. */
export const toTest = [
  {
    what: 'Xvfb',
    found: programs('Xvfb'),
    apt: 'xvfb',
    dnf: 'xorg-x11-server-Xvfb',
    pacman: 'xorg-server-xvfb',
  },
  { what: 'xauth', found: programs('xauth'), apt: 'xauth', dnf: 'xorg-x11-xauth', pacman: 'xorg-xauth' },
  {
    what: 'dbus-run-session',
    found: programs('dbus-run-session'),
    apt: 'dbus',
    dnf: 'dbus-daemon',
    pacman: 'dbus',
  },
  {
    what: 'WebKitWebDriver',
    found: programs('WebKitWebDriver'),
    apt: 'webkit2gtk-driver',
    dnf: '/usr/bin/WebKitWebDriver',
    pacman: 'webkit2gtk-4.1',
  },
  { what: 'zsh', found: programs('zsh'), apt: 'zsh', dnf: 'zsh', pacman: 'zsh' },
  { what: 'fish', found: programs('fish'), apt: 'fish', dnf: 'fish', pacman: 'fish' },
  {
    what: 'Python with pip',
    found: () => read('python3', ['-m', 'pip', '--version']) !== null,
    apt: 'python3 python3-pip',
    dnf: 'python3 python3-pip',
    pacman: 'python python-pip',
  },
  {
    what: 'a Chinese font',
    found: () => Boolean(read('fc-list', [':lang=zh-cn', 'file'])),
    apt: 'fontconfig fonts-noto-cjk',
    dnf: 'fontconfig google-noto-sans-cjk-fonts',
    pacman: 'fontconfig noto-fonts-cjk',
  },
]

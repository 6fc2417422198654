import type { Catalogue } from '../en'

/** 模块代理的比较。 */
export const benchTexts: Pick<Catalogue, 'bench'> = {
  bench: {
    open: '寻找最快的…',
    title: '哪个模块代理最适合你？',
    means: '用你自己的 `go.sum` 中的同一批模块询问所有代理。私有模块和看起来私有的模块不会向任何服务器询问。',
    more: '另外比较',
    only: '只比较这些',
    asks: '会访问互联网上的服务器，不会切换任何设置。',
    begin: '开始比较',
    again: '重新比较',
    stop: '停止',
    waiting: '等待中…',
    proxy: '代理',
    has: '命中',
    median: '中位延迟',
    p90: '90% 以内',
    speed: '速度',
    fresh: '版本',
    sumdb: '校验和',
    toolchains: '工具链',
    recommended: '推荐',
    newest: '最新',
    behind: (behind: number, of: number) => `${String(of)} 个中有 ${String(behind)} 个落后`,
    wrong: '内容与 go.sum 不符',
    offers: { yes: '有', no: '无', failed: '无响应', 'not-asked': '未询问' },
    name: '配置的名称',
    keep: '保存为配置',
    kept: (name: string) => `已保存“${name}”。`,
  },
}

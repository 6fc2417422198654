/** 名字是拼进来的，是中文还是西文事先不知道：两种文字相接处补一个空格。 */
export function spaced(text: string): string {
  return text
    .replace(/([\u4e00-\u9fff])(`?[A-Za-z0-9~])/g, '$1 $2')
    .replace(/([A-Za-z0-9]`?)([\u4e00-\u9fff])/g, '$1 $2')
}

const HIRAGANA_BEFORE_KATAKANA = 0x60

/**
 * 異体字 of names, each after the form that one types: an old name is written in one, a mail or a list in another. Two names that differ
 * in no more are still two names; only what is searched for finds both.
 */
const VARIANTS =
  '高髙 崎﨑嵜 吉𠮷 浜濱濵 辺邊邉 斎斉齋齊 沢澤 広廣 島嶋嶌 富冨 徳德 瀬瀨 柳栁 桑桒 橋槗 館舘 真眞 国國 恵惠 桜櫻 栄榮 ' +
  '関關 万萬 与與 亀龜 竜龍 児兒 剣劍劔 実實 寿壽 寛寬 峰峯 弥彌 恒恆 松枩 梅楳 条條 槙槇 滝瀧 秋穐 ' +
  '円圓 翠翆 薮藪 蔵藏 読讀 豊豐 鉄鐵 麦麥 黒黑 曽曾 淵渕渊 芦蘆 鴎鷗 鶴靏 伝傳 会會 学學 宝寶 岳嶽 巌巖 桧檜 雑雜'

const TYPED: ReadonlyMap<string, string> = new Map(
  VARIANTS.split(' ').flatMap((forms) => {
    const [typed = '', ...others] = forms
    return others.map((other) => [other, typed] as const)
  }),
)

/** Selects one of the shapes of the letter before it, and is no letter itself. */
const SHAPE = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const IDEOGRAPH = /\p{Script=Han}/gu

/** One spelling for what is found as the same: full and half width, capital and small, hiragana and katakana, forms of a kanji. Never stored. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(SHAPE, '')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - HIRAGANA_BEFORE_KATAKANA))
    .replace(IDEOGRAPH, (kanji) => TYPED.get(kanji) ?? kanji)

/** Two spellings that are found as the same. */
export const isSpeltAlike = (one: string, other: string): boolean => folded(one.trim()) === folded(other.trim())

/** Which texts of a line say every word that was searched for, each in one of them. */
export function saidBy(search: string): (texts: readonly string[]) => boolean {
  const wanted = folded(search)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (texts) => {
    const said = texts.map(folded)
    return wanted.every((word) => said.some((text) => text.includes(word)))
  }
}

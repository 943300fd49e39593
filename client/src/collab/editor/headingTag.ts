/** The page's own headings end at 3, the form's; a heading in the text continues below them. */
const HEADINGS_ABOVE = 3
export const HEADING_LEVELS = [1, 2, 3] as const

export const headingTag = (level: unknown): 'h4' | 'h5' | 'h6' => {
  const place = Math.min(Math.max(Number(level) || 1, 1), HEADING_LEVELS.length) + HEADINGS_ABOVE
  return place === 4 ? 'h4' : place === 5 ? 'h5' : 'h6'
}

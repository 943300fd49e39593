import type { Page } from 'playwright-core'

/** What has the focus: how it is announced, and whether a person looking at the page can see that it does. */
export interface FocusedControl {
  readonly name: string
  readonly isSeen: boolean
}

/** Someone without a mouse. */
export interface KeyboardUser {
  /** Presses Tab until the control with this name has the focus. Throws: when the whole page was gone round without it, or a stop showed no focus. */
  goTo(name: string | RegExp): Promise<void>
  /** Goes to a control and presses a key there. */
  choose(name: string | RegExp, key: string): Promise<void>
  /** Goes to a field and types into it. */
  fill(name: string | RegExp, text: string): Promise<void>
  press(key: string): Promise<void>
  type(text: string): Promise<void>
}

/** Unit: stops of the tab order; more than any page has. */
const LONGEST_ROUND = 160
const SETTLES_WITHIN_MS = 10_000

/** Runs in the page: what has the focus, by the name that the browser's own rules give it as far as ours are used. */
function focusedControl(): FocusedControl {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return { name: '', isSeen: true }
  const textOfIds = (ids: string | null) =>
    (ids ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
  const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null
  const named =
    textOfIds(element.getAttribute('aria-labelledby')) ||
    element.getAttribute('aria-label') ||
    [...(labels ?? [])].map((label) => label.textContent).join(' ') ||
    element.textContent ||
    ''
  // A choice of ours hides the browser's own box, and its label shows the focus.
  const shown = (element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null) ?? element
  const { outlineStyle, boxShadow } = getComputedStyle(shown)
  const { bottom, top, width } = shown.getBoundingClientRect()
  const isMarked = outlineStyle !== 'none' || boxShadow !== 'none'
  const isInView = width > 0 && bottom > 0 && top < innerHeight
  // The main region takes the focus of a new page without being a control.
  return { name: named.trim(), isSeen: element.tabIndex < 0 || (isMarked && isInView) }
}

export function keyboardUser(page: Page): KeyboardUser {
  const { keyboard } = page
  const isNamed = (focused: FocusedControl, name: string | RegExp) =>
    typeof name === 'string' ? focused.name === name : name.test(focused.name)
  // A page that is still laying itself out may move what has the focus out of view, and brings it back.
  const settled = async (): Promise<FocusedControl> => {
    const end = performance.now() + SETTLES_WITHIN_MS
    let focused = await page.evaluate(focusedControl)
    while (!focused.isSeen && performance.now() < end) focused = await page.evaluate(focusedControl)
    return focused
  }
  const goTo = async (name: string | RegExp) => {
    const passed: string[] = []
    for (let stop = 0; stop < LONGEST_ROUND; stop += 1) {
      const focused = await settled()
      if (!focused.isSeen) throw new Error(`the focus cannot be seen on ${focused.name}`)
      if (isNamed(focused, name)) return
      passed.push(focused.name)
      await keyboard.press('Tab')
    }
    throw new Error(`the keyboard does not reach ${name}, only ${passed.join(' | ')}`)
  }
  return {
    goTo,
    async choose(name, key) {
      await goTo(name)
      await keyboard.press(key)
    },
    async fill(name, text) {
      await goTo(name)
      await keyboard.type(text)
    },
    press: (key) => keyboard.press(key),
    type: (text) => keyboard.type(text),
  }
}

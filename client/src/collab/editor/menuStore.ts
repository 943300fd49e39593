import type { CommandMenuPorts, OpenMenu } from './commandMenu.ts'

export interface ShownMenu {
  readonly menu: OpenMenu | null
  readonly chosen: number
}

/** The menu as React sees it and as the editor's keys move it. */
export interface MenuStore extends CommandMenuPorts {
  readonly subscribe: (listener: () => void) => () => void
  readonly shown: () => ShownMenu
  /** Told by the component that draws the list: how long it is and what choosing does. */
  readonly offer: (count: number, choose: (place: number) => void) => void
  readonly point: (place: number) => void
}

const NOTHING: ShownMenu = { menu: null, chosen: 0 }

export function createMenuStore(): MenuStore {
  const listeners = new Set<() => void>()
  let shown = NOTHING
  let count = 0
  let choose: (place: number) => void = () => undefined

  const set = (next: ShownMenu): void => {
    shown = next
    for (const listener of listeners) listener()
  }
  const move = (by: number): void => set({ ...shown, chosen: (shown.chosen + by + count) % count })

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    shown: () => shown,
    show: (menu) => set(menu === null ? NOTHING : { menu, chosen: 0 }),
    offer(length, then) {
      count = length
      choose = then
    },
    point: (place) => set({ ...shown, chosen: place }),
    takesKey(key) {
      if (count === 0) return false
      if (key === 'ArrowDown') move(1)
      else if (key === 'ArrowUp') move(-1)
      else if (key === 'Enter' || key === 'Tab') choose(shown.chosen)
      else return false
      return true
    },
  }
}

import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { Bridge } from './bridge.ts'

/** Unit: milliseconds after which a key counts as seen also where no frame is drawn, as on a page in the background. */
const SEEN_WITHIN_MS = 250

/** Resolves after the next frame. */
const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0))
    setTimeout(resolve, SEEN_WITHIN_MS)
  })

/** What a key did is on the screen before anything that others wrote. */
export const keysFirst = (bridge: Bridge) =>
  Extension.create({
    name: 'keysFirst',
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleDOMEvents: {
            keydown: () => {
              bridge.keyPressed(nextFrame())
              return false
            },
          },
        },
      }),
    ],
  })

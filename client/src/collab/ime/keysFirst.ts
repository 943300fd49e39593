import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { Bridge } from './bridge.ts'
import { nextFrame } from './nextFrame.ts'

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

import { builtinEnvironments } from 'vitest/runtime'

// What an editor needs of a browser, in a process of its own as in the tests of screens: imported before the editor is.
await builtinEnvironments.jsdom.setup(globalThis, {})
// Nothing has a place there, and the menu of commands asks where the caret is.
Range.prototype.getClientRects = () => document.body.getClientRects()
Range.prototype.getBoundingClientRect = () => document.body.getBoundingClientRect()

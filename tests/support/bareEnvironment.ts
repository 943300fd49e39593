import { COMPILED } from '#scripts/readiness.mjs'

/** What a command of ours is begun with: nothing of the settings that the tests themselves run with. */
export const BARE = { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED }

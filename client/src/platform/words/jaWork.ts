import catalogue from './jaWork.json' with { type: 'json' }

/** The words of the screens behind the entry. */
export const jaWork = catalogue

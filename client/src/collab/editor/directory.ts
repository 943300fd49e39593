/** An organisation that may be named in a document. */
export interface NamedOrganisation {
  readonly id: string
  readonly name: string
  readonly kana: string
}

/** A person who may be named as the speaker. */
export interface NamedPerson {
  readonly memberId: string
  readonly name: string
  readonly organisationName: string
}

/** Who and what can be named; empty until it has been read. */
export interface Directory {
  readonly organisations: () => readonly NamedOrganisation[]
  readonly people: () => readonly NamedPerson[]
}

export const ORGANISATION_LIST_ID = 'collab-organisations'
export const PEOPLE_LIST_ID = 'collab-people'

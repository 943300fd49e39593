import { useTranslation } from 'react-i18next'
import { RequestFailure } from './requestFailure.ts'
import { useFailureWords } from './useFailureWords.ts'

/** The reasons of the server's that belong to one field, by the names it has in the forms. */
const FIELDS_OF: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['setUpCode', ['code']],
  ['loginNameTaken', ['loginName']],
  ['tooCommon', ['password']],
  ['currentPassword', ['current']],
  ['samePassword', ['password']],
  ['organisationGone', ['organisationId', 'leadOrganisationId']],
  ['membershipOver', ['memberId']],
  ['seesNoCase', ['memberId']],
  ['endsSooner', ['on']],
  ['noBasis', ['basisId', 'leadOrganisationId']],
  ['otherMeeting', ['basisId']],
  ['noCharter', ['kind', 'basisId']],
  ['noChair', ['kind', 'chosenOn']],
  ['notOwnOrganisation', ['leadOrganisationId']],
  ['inviteeNotOnTeam', ['inviteeIds']],
])

/** What is wrong with a field of which the server says no more than that it is wrong. */
const WORDS_OF = {
  since: 'member.sinceAhead',
  until: 'form.untilTooEarly',
  startsAt: 'newConference.startUnlikely',
  kinds: 'organisation.kindsGone',
  chosenOn: 'newConference.chosenOnAhead',
} as const

/** Which fields of a form the server refused, and what is wrong with each, in the reader's language. */
export function useRefusedWords(): (failure: unknown) => ReadonlyMap<string, string> {
  const { t } = useTranslation()
  const wordsOf = useFailureWords()
  return (failure) => {
    if (!(failure instanceof RequestFailure)) return new Map()
    const { because, fields } = failure.detail
    const named = (FIELDS_OF.get(because) ?? []).map((field) => [field, wordsOf(failure)] as const)
    // One that stands within another is named by its whole way.
    const wrong = Array.isArray(fields) ? fields.flatMap((path: string) => path.split('.')) : []
    const problem = (field: string) =>
      field in WORDS_OF ? t(WORDS_OF[field as keyof typeof WORDS_OF]) : t('form.refused')
    return new Map([...wrong.map((field) => [field, problem(field)] as const), ...named])
  }
}

import { useTranslation } from 'react-i18next'
import { organisationsTakingPart } from '#client/features/conferences/takingPart.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'

interface Signer {
  readonly key: string
  readonly as: string
  readonly name: string
}

/** 確認（署名） at the end of 様式第7号: where whoever supports and is supported signs by hand that the minutes are right. */
export function SignatureLines({ conference }: { readonly conference: ConferenceDetail }) {
  const { t } = useTranslation()
  const signers = useSigners(conference)
  return (
    <section className="break-inside-avoid pt-8">
      <h2 className="text-std-18B-160 print:text-[12pt]">{t('print.signatures')}</h2>
      <p className="pb-3">{t('print.signaturesLead')}</p>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr>
            <Head words={t('print.signer')} width="w-[40%]" />
            <Head words={t('print.signature')} width="w-[33%]" />
            <Head words={t('print.signedOn')} width="w-[27%]" />
          </tr>
        </thead>
        <tbody>
          {signers.map(({ key, as, name }) => (
            <tr key={key} className="break-inside-avoid">
              <th
                scope="row"
                className="h-[14mm] border border-black px-2 py-1 break-normal text-left font-normal leading-150 wrap-anywhere"
              >
                <span className="block text-dns-14N-130">{as}</span>
                {name !== '' && <span className="block">{name}</span>}
              </th>
              <td className="border border-black" />
              <td className="whitespace-pre-wrap sm:whitespace-pre print:whitespace-pre border border-black px-2 py-1 text-right align-bottom text-dns-14N-130">
                {t('print.blankDay')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Head({ words, width }: { readonly words: string; readonly width: string }) {
  return (
    <th scope="col" className={`${width} border border-black px-2 py-1 text-left text-dns-14N-130`}>
      {words}
    </th>
  )
}

/** The person whose case it is signs nothing in a study that names nobody. */
function useSigners(conference: ConferenceDetail): readonly Signer[] {
  const { t } = useTranslation()
  const names = organisationsTakingPart(conference)
  const organisations = names.map((name) => ({ key: `of ${name}`, as: t('print.organisation'), name }))
  // Where nobody was invited, whoever comes fills theirs in by hand.
  const unknown = ['first', 'second'].map((key) => ({ key, as: t('print.organisation'), name: '' }))
  return [
    ...(conference.meetingKind === 'anonymousStudy' ? [] : [{ key: 'supported', as: t('print.supported'), name: '' }]),
    { key: 'recorder', as: t('print.recorder'), name: '' },
    ...(organisations.length === 0 ? unknown : organisations),
  ]
}

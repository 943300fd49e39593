import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { browserClock } from '#client/platform/browserClock.ts'
import { createHints, openHintSocket } from '#client/platform/hints.ts'
import { createHttp } from '#client/platform/http.ts'
import { refuseFiles } from '#client/platform/refuseFiles.ts'
import { watchForInput } from '#client/platform/watchForInput.ts'
import { startWords, words } from '#client/platform/words.ts'
import { App } from './App.tsx'
import './looks.css'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no element to draw in')

refuseFiles(window)
await startWords()
const hints = createHints(openHintSocket)
const http = createHttp((input, init) => fetch(input, init), watchForInput(browserClock, window))

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={words}>
      <App ports={{ http, hints, clock: browserClock }} />
    </I18nextProvider>
  </StrictMode>,
)

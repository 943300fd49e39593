import { collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client'
import type { Route } from '#server/access/declaredRoutes.ts'
import { isSame } from '#server/access/secretTexts.ts'
import { AppError } from '#shared/core/appError.ts'

/** Figures of the moment by their metric name: sockets, rooms, bytes waiting. */
export type Figures = () => { readonly [metric: string]: number }

export interface OperationParts {
  /** Throws when the store cannot be reached or written. */
  readonly assertReady: () => Promise<void>
  /** null: `/metrics` answers nobody. */
  readonly metricsToken: string | null
  readonly figures: Figures
  /** What is counted as it happens. */
  readonly metrics?: readonly Metric[]
}

const isToken = (given: string | undefined, token: string | null): boolean =>
  token !== null && given !== undefined && isSame(given, `Bearer ${token}`)

function metricsOf(figures: Figures, metrics: readonly Metric[]): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const metric of metrics) registry.registerMetric(metric)
  for (const name of Object.keys(figures())) {
    new Gauge({
      name: `tsunagi_${name}`,
      help: name.replaceAll('_', ' '),
      registers: [registry],
      collect() {
        this.set(figures()[name] ?? 0)
      },
    })
  }
  return registry
}

/** What whoever runs the server asks of it. Nothing here is about a person. */
export function operationRoutes({
  assertReady,
  metricsToken,
  figures,
  metrics = [],
}: OperationParts): readonly Route[] {
  // Made when somebody asks: watching the event loop wakes the process a hundred times a second, which costs 1 % of a core.
  let registry: Registry | null = null
  return [
    {
      method: 'get',
      path: '/healthz',
      access: 'public',
      answer: async () => ({ body: { pid: process.pid, uptimeSeconds: Math.floor(process.uptime()) } }),
    },
    {
      method: 'get',
      path: '/readyz',
      access: 'public',
      async answer() {
        try {
          await assertReady()
        } catch (cause) {
          throw new AppError('unavailable', { because: 'store' }, { cause })
        }
        return { body: { ready: true } }
      },
    },
    {
      method: 'get',
      path: '/metrics',
      access: 'public',
      async answer({ request }) {
        if (!isToken(request.get('authorization'), metricsToken)) throw new AppError('notFound')
        registry ??= metricsOf(figures, metrics)
        return { text: await registry.metrics() }
      },
    },
  ]
}

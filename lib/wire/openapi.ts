import { z } from 'zod'
import { planAnswer } from './planner.ts'
import * as answers from './rest.ts'
import { incidentAnswer, incidentsAnswer } from './rest-incidents.ts'
import {
  earningsQuery,
  fleetAlgorithmsQuery,
  fleetChartQuery,
  incidentPath,
  incidentsQuery,
  planQuery,
  readingsQuery,
  receiptsQuery,
  rigPath,
  sparklinesQuery,
} from './rest-queries.ts'
import { receiptsAnswer } from './rest-receipts.ts'

type Schema = Record<string, unknown>

type Operation = {
  path: string
  summary: string
  answer: z.ZodType | z.ZodType[]
  query?: z.ZodObject
  params?: z.ZodObject
}

const operations: Operation[] = [
  { path: '/rigs', summary: 'All rigs, as the fleet page lists them', answer: answers.rigsAnswer },
  {
    path: '/rigs/{id}',
    summary: 'One rig with its last reading and money',
    params: rigPath,
    answer: answers.rigAnswer,
  },
  {
    path: '/rigs/{id}/readings',
    summary: 'Readings of a rig as they came, or, with `step`, a chart of them',
    params: rigPath,
    query: readingsQuery,
    answer: [answers.readingsAnswer, answers.rigChartAnswer],
  },
  { path: '/fleet', summary: 'Totals of the fleet now', answer: answers.fleetAnswer },
  {
    path: '/fleet/chart',
    summary: 'Money and energy of the fleet over time',
    query: fleetChartQuery,
    answer: answers.fleetChartAnswer,
  },
  {
    path: '/fleet/algorithms',
    summary: 'Hash rate of the fleet by algorithm and quarter-hour',
    query: fleetAlgorithmsQuery,
    answer: answers.fleetAlgorithmsAnswer,
  },
  {
    path: '/sparklines',
    summary: 'Hash rates of several rigs by quarter-hour',
    query: sparklinesQuery,
    answer: answers.sparklinesAnswer,
  },
  {
    path: '/earnings',
    summary: 'Revenue, cost and profit by day, month or year, in the sites’ own time zones',
    query: earningsQuery,
    answer: answers.earningsAnswer,
  },
  {
    path: '/receipts',
    summary: 'Money that came, each valued when it came; never to be added to what is expected',
    query: receiptsQuery,
    answer: receiptsAnswer,
  },
  {
    path: '/plan',
    summary: 'Run or pause, hour by hour: what a kWh brings against what it costs',
    query: planQuery,
    answer: planAnswer,
  },
  { path: '/incidents', summary: 'Incidents of the rules', query: incidentsQuery, answer: incidentsAnswer },
  {
    path: '/incidents/{id}',
    summary: 'One incident with what happened to it and who was told',
    params: incidentPath,
    answer: incidentAnswer,
  },
]

/** The REST interface in OpenAPI 3.1, made of the schemas that guard it. */
export function openApiDocument(): Schema {
  const components: Schema = {}
  const paths = Object.fromEntries(
    operations.map((operation) => [operation.path, { get: describe(operation, components) }]),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Davylamp',
      version: '1',
      description:
        'SI units, the unit in the name; moments are milliseconds since the Unix epoch; what is not known is absent. New fields may be added: ignore those you do not know.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'Made in the settings, or by `davylamp key create`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'davylamp.session_token' },
      },
    },
  }
}

function describe({ summary, answer, query, params }: Operation, components: Schema): Schema {
  const schemas = (Array.isArray(answer) ? answer : [answer]).map((schema) => jsonSchema(schema, components))
  const problem = (description: string) => ({
    description,
    content: content(jsonSchema(answers.errorSchema, components)),
  })
  return {
    summary,
    parameters: [...parameters('path', params, components), ...parameters('query', query, components)],
    responses: {
      200: { description: summary, content: content(schemas.length > 1 ? { anyOf: schemas } : schemas[0]) },
      400: problem('Not understood; the message says why'),
      401: problem('Neither a good key nor a session'),
      ...(params || query?.shape.rig ? { 404: problem('There is nothing of this id') } : {}),
    },
  }
}

function content(schema: Schema | undefined): Schema {
  return { 'application/json': { schema } }
}

function parameters(place: 'path' | 'query', object: z.ZodObject | undefined, components: Schema): Schema[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema, components)
    const required = !z.safeParse(schema, undefined).success
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest }
  })
}

// As what is sent ("input"): closed objects would forbid the fields that later releases add.
function jsonSchema(schema: z.core.$ZodType, components: Schema): Schema {
  const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  Object.assign(components, relocated($defs))
  const { id, ...rest } = relocated(own)
  if (typeof id !== 'string') return rest
  components[id] = rest
  return { $ref: `#/components/schemas/${id}` }
}

function relocated(value: unknown): Schema {
  const text = JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}

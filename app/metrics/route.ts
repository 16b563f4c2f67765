import { describeForPrometheus } from '#lib/services/describe-for-prometheus'
import { answer } from '../api/answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, async (server) => {
    const { text, contentType } = await describeForPrometheus(server)
    return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
  })
}

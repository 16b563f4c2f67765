import { openApiDocument } from '#lib/wire/openapi'
import { answer } from '../../answer'

export function GET(request: Request): Promise<Response> {
  return answer(request, () => openApiDocument())
}

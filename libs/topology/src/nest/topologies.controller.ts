import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { ProblemCode } from '@skein/problem';
import { TopologyValidationDocument } from './dto/topology-validation.document.js';
import { EXAMPLE_TOPOLOGY } from '../request/inputs/examples.js';
import { SimulationRequestInput, TopologyInput } from './openapi/inputs.js';
import { RequestReader } from './reading/request-reader.js';

const REFUSALS: ProblemCode[] = ['not_json', 'bad_request', 'too_large', 'unsupported_media_type', 'unavailable'];

/** Looks at topologies without running them. */
@ApiTags('topologies')
@Controller('topologies')
export class TopologiesController {
  constructor(private readonly reader: RequestReader) {}

  @Post('validate')
  @HttpCode(200)
  @ApiOperation({ operationId: 'validateTopology', summary: 'Say everything that is wrong with a topology, or with a whole request' })
  @ApiExtraModels(TopologyInput, SimulationRequestInput)
  @ApiBody({
    schema: { oneOf: [{ $ref: getSchemaPath(TopologyInput) }, { $ref: getSchemaPath(SimulationRequestInput) }] },
    examples: {
      topology: { summary: 'A topology', value: EXAMPLE_TOPOLOGY },
      request: { summary: 'A whole request', value: { topology: EXAMPLE_TOPOLOGY, config: { duration_sec: 60 } } },
    },
  })
  @ApiOkResponse({ type: TopologyValidationDocument })
  @ApiExtension('x-problems', REFUSALS)
  async validate(@Req() request: { body?: unknown }): Promise<TopologyValidationDocument> {
    const outcome = await this.reader.readTopology(request.body);
    if (outcome.ok) return { valid: true, errors: [], ...outcome.value };
    const summary = { nodes: null, links: null, components: null, diameter_hops: null };
    return { valid: false, errors: outcome.refusal.errors, warnings: [], summary };
  }
}

import { Controller, HttpCode, Param, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequestReader, SpeedInput } from '@skein/topology/nest';
import type { Request, Response } from 'express';
import { ControlDocument } from '../dto/control.dto.js';
import { RequestId, RetryInterceptor } from '@skein/problem/nest';
import { ControlService } from '../service/control-service.js';
import { ApiChange, ApiChangeByBody } from './api-parts.js';
import { IfMatch, tagged } from './if-match.js';
import { TurnInterceptor } from './turn.interceptor.js';

/** What changes how simulated time passes. */
@ApiTags('simulations')
@Controller()
@UseInterceptors(RetryInterceptor, TurnInterceptor)
export class ControlController {
  constructor(
    private readonly service: ControlService,
    private readonly reader: RequestReader,
  ) {}

  @Post('pause/:sim_id')
  @HttpCode(200)
  @ApiOperation({ operationId: 'pause', summary: 'Hold a running simulation at the present simulated time' })
  @ApiChange()
  @ApiOkResponse({ type: ControlDocument })
  async pause(
    @Param('sim_id') simId: string,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ControlDocument> {
    return tagged(response, await this.service.pause(simId, match, { requestId, operation: 'pause', fingerprint: simId }));
  }

  @Post('resume/:sim_id')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resume', summary: 'Let a paused simulation go on from where it is' })
  @ApiChange()
  @ApiOkResponse({ type: ControlDocument })
  async resume(
    @Param('sim_id') simId: string,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ControlDocument> {
    return tagged(response, await this.service.resume(simId, match, { requestId, operation: 'resume', fingerprint: simId }));
  }

  @Post('speed/:sim_id')
  @HttpCode(200)
  @ApiOperation({ operationId: 'setSpeed', summary: 'Let simulated time pass faster or slower from now on; results do not depend on it' })
  @ApiChangeByBody()
  @ApiBody({ type: SpeedInput, examples: { ten_times: { summary: 'Ten times as fast as real time', value: { speed: 10 } } } })
  @ApiOkResponse({ type: ControlDocument })
  async speed(
    @Param('sim_id') simId: string,
    @Req() request: Request,
    @IfMatch() match: readonly number[] | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ControlDocument> {
    const speed = this.reader.readSpeed(request.body);
    const fingerprint = `${simId} ${speed}`;
    return tagged(response, await this.service.setSpeed(simId, speed, match, { requestId, operation: 'speed', fingerprint }));
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SystemDocument } from './system.document.js';
import { SystemService } from './system.service.js';

/** For whoever runs the server. */
@ApiTags('health')
@Controller()
export class SystemController {
  constructor(private readonly system: SystemService) {}

  @Get('system')
  @ApiOperation({ operationId: 'getSystem', summary: 'Capacity, backlog, speed, database and versions of this server' })
  @ApiOkResponse({ type: SystemDocument })
  describe(): Promise<SystemDocument> {
    return this.system.describe();
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@skein/problem/nest';
import { asyncApiDocument } from '@skein/fleet';

/** The description of the WebSocket messages; not an operation of the API itself, as `/openapi.json` is none. */
@Public()
@ApiExcludeController()
@Controller('asyncapi.json')
export class AsyncApiController {
  private readonly document = asyncApiDocument();

  @Get()
  read(): object {
    return this.document;
  }
}

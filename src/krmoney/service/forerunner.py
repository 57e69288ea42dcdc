"""Importing this module builds krmoney's word lists, in the process that workers are forked from."""

from krmoney.service.operations import Operations
from krmoney.service.settings import Settings
from krmoney.service.worker import warm

warm(Operations(Settings()))

"""政务公开标准目录: how its columns are written (limits, channels, sources), and the workbook in which it goes around."""

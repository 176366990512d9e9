"""The catalogue given away: to programs through the API, to people as files, to archives and libraries as packages."""

"""The tag by which ``base.html`` has what stands around every page rendered once instead of on each of them."""

from django import template

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, nodelist, masthead, names):
        self.nodelist, self.masthead, self.names = nodelist, masthead, names

    def render(self, context):
        name = "/".join(str(name.resolve(context)) for name in self.names)
        return self.masthead.resolve(context).keep(name, lambda: self.nodelist.render(context))


@register.tag
def kept(parser, token):
    """``{% kept masthead "name" others… %}…{% endkept %}``: rendered again only when FRAME has a new version.

    What stands in it may differ by the visitor's preferences and language and by the values of ``others``, and by nothing
    else; these take few values, see ``frame.keep``.
    """
    _tag, masthead, *names = token.split_contents()
    if not names:
        raise template.TemplateSyntaxError("kept: masthead and a name are needed")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, parser.compile_filter(masthead), [parser.compile_filter(name) for name in names])

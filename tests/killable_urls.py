"""The site's addresses, and one more that acknowledges a piece of work."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from cms import outbox
from cms.urls import urlpatterns as of_the_site


@csrf_exempt
def accept(request, name):
    """Acknowledge (201) a piece of work once it is committed."""
    with transaction.atomic():
        outbox.add("killable", {"name": name})
    return HttpResponse(status=201)


urlpatterns = [path("accept/<name>", accept), *of_the_site]
